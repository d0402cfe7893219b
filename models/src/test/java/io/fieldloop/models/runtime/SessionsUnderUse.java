package io.fieldloop.models.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.runtime.ModelException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What every runtime has to survive. */
final class SessionsUnderUse {
    private static final int WORKERS = 3;
    private static final int RUNS_AFTER_CLOSE = 20;

    private SessionsUnderUse() {}

    /** Closes the session while workers run it; they go on, and then end. */
    static void closeWhileRunning(Session session, int batch) throws Exception {
        var running = new CountDownLatch(WORKERS);
        var closed = new CountDownLatch(1);
        var runsAfterClose = new AtomicInteger();
        try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
            List<Future<?>> done = new ArrayList<>();
            for (int worker = 0; worker < WORKERS; worker++) {
                done.add(workers.submit(() -> {
                    try (Invocation invocation = session.newInvocation(batch)) {
                        invocation.run();
                        running.countDown();
                        for (int after = 0; after < RUNS_AFTER_CLOSE; after += closed.getCount() == 0 ? 1 : 0) {
                            invocation.run();
                        }
                        runsAfterClose.addAndGet(RUNS_AFTER_CLOSE);
                    }
                    return null;
                }));
            }
            assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
            session.close();
            closed.countDown();
            for (Future<?> one : done) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(runsAfterClose).hasValue(WORKERS * RUNS_AFTER_CLOSE);
        session.close();
        assertThatThrownBy(() -> session.newInvocation(batch))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
    }
}
