package io.fieldloop.models.runtime;

import io.fieldloop.models.runtime.ModelException.Reason;

/**
 * Something native with an owner and users: it is freed once, when the owner has closed it and the last user has released
 * it. Any thread.
 */
public final class SharedResource implements AutoCloseable {
    private final String name;
    private final Runnable free;
    private int users;
    private boolean closed;

    /**
     * Takes the resource over.
     *
     * @param name for messages, such as {@code session of model.onnx}
     * @param free called once, by the thread that closes or releases last
     */
    public SharedResource(String name, Runnable free) {
        this.name = name;
        this.free = free;
    }

    /**
     * Keeps the resource until {@link #release()}.
     *
     * @throws ModelException with {@link Reason#CLOSED} if its owner has closed it
     */
    public synchronized void acquire() throws ModelException {
        if (closed) {
            throw new ModelException(Reason.CLOSED, "the " + name + " is closed");
        }
        users++;
    }

    /** Undoes one {@link #acquire()}. */
    public synchronized void release() {
        users--;
        freeIfUnused();
    }

    /** Lets nobody else acquire it. Doing so again has no effect. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            freeIfUnused();
        }
    }

    private void freeIfUnused() {
        if (closed && users == 0) {
            free.run();
        }
    }
}
