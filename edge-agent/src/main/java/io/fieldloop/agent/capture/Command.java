package io.fieldloop.agent.capture;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work for the thread of an outbox, whose result is given out when the transaction that holds it is committed.
 *
 * @param <T> the result
 */
final class Command<T> {
    private final Work<T> work;
    private final @Nullable Supplier<T> whenFull;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private @Nullable T done;

    private Command(Work<T> work, @Nullable Supplier<T> whenFull) {
        this.work = work;
        this.whenFull = whenFull;
    }

    /** Work that is done or fails. */
    static <T> Command<T> of(Work<T> work) {
        return new Command<>(work, null);
    }

    /** Work that is left undone when the disk has no room for it; {@code whenFull} then makes the result. */
    static <T> Command<T> of(Work<T> work, Supplier<T> whenFull) {
        return new Command<>(work, whenFull);
    }

    void run(OutboxFile file) throws SQLException, IOException {
        done = work.run(file);
    }

    void committed() {
        if (done != null) {
            result.complete(done);
        }
    }

    void failed(Throwable cause) {
        result.completeExceptionally(cause);
    }

    /** Leaves the work undone because the disk is full; false if it cannot be left. */
    boolean left() {
        return whenFull != null && result.complete(whenFull.get());
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
