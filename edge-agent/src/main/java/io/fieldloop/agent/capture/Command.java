package io.fieldloop.agent.capture;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Work for the thread of an outbox, whose result is given out when the transaction that holds it is committed.
 *
 * @param <T> the result
 */
final class Command<T> {
    private final Work<T> work;
    private final Work<T> whenFull;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private boolean diskIsFull;
    private @Nullable T done;

    private Command(Work<T> work, Work<T> whenFull) {
        this.work = work;
        this.whenFull = whenFull;
    }

    /** Work that is done or fails. */
    static <T> Command<T> of(Work<T> work) {
        return new Command<>(work, work);
    }

    /** Work in whose place other work is done, which needs less room, when the disk has none for it. */
    static <T> Command<T> of(Work<T> work, Work<T> whenFull) {
        return new Command<>(work, whenFull);
    }

    void run(OutboxFile file) throws SQLException, IOException {
        done = (diskIsFull ? whenFull : work).run(file);
    }

    /** The disk has no room for the work. */
    void diskIsFull() {
        diskIsFull = true;
    }

    void committed() {
        if (done != null) {
            result.complete(done);
        }
    }

    void failed(Throwable cause) {
        result.completeExceptionally(cause);
    }

    /** Waits for the commit. An interrupt does not undo the work. */
    T await() throws IOException, InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IOException("the outbox failed: " + e.getCause(), e.getCause());
        }
    }

    @FunctionalInterface
    interface Work<T> {
        T run(OutboxFile file) throws SQLException, IOException;
    }
}
