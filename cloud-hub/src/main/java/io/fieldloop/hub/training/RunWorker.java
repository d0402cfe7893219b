package io.fieldloop.hub.training;

import io.fieldloop.hub.problem.ProblemException;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of this hub that works on runs, one after the other. */
@Context
@Requires(notEnv = "ingest") // which only helps a hub with the samples
final class RunWorker {
    private static final Logger LOG = LoggerFactory.getLogger(RunWorker.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);
    private static final Duration TELL_EVERY = Duration.ofMillis(250);
    private static final int MAX_FAILURE = 1_000;

    private final RunQueue queue;
    private final HeadRetraining retraining;
    private final Evaluating evaluating;
    private final Thread thread;

    RunWorker(RunQueue queue, HeadRetraining retraining, Evaluating evaluating) {
        this.queue = queue;
        this.retraining = retraining;
        this.evaluating = evaluating;
        this.thread = Thread.ofPlatform().name("runs").daemon().unstarted(this::run);
    }

    @PostConstruct
    void start() {
        thread.start();
    }

    @PreDestroy
    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (!workOnNext()) {
                    queue.awaitNews(LOOK_AGAIN);
                }
            }
        } catch (InterruptedException _) {
            LOG.debug("runs stop");
        }
    }

    private boolean workOnNext() {
        try {
            return queue.workOnNext(this::work);
        } catch (JdbiException e) {
            LOG.warn("runs wait for the database", e);
            return false;
        }
    }

    private void work(RunRow run) {
        LOG.info("run begins run={} kind={} model={} attempt={}", run.id(), run.kind(), run.model(), run.attempts());
        if (run.attempts() > RunQueue.MAX_ATTEMPTS) {
            end(run, "the hub went down %d times during this run".formatted(RunQueue.MAX_ATTEMPTS));
            return;
        }
        try {
            Optional<Integer> result = result(run);
            queue.end(run.id(), table -> table.succeed(run.id(), result, queue.now()));
            LOG.info("run succeeded run={} result={}", run.id(), result);
        } catch (RunCancelledException _) {
            cancelled(run);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RunFailedException | ProblemException e) {
            end(run, String.valueOf(e.getMessage()));
        } catch (JdbiException e) {
            throw e;
        } catch (RuntimeException e) { // the outermost frame of a run: one that fails must not end the others
            LOG.error("run failed run={}", run.id(), e);
            end(run, "the hub failed: " + e);
        }
    }

    private Optional<Integer> result(RunRow run) throws RunFailedException, InterruptedException {
        var progress = new StoredProgress(run.id());
        return switch (run.kind()) {
            case HEAD_RETRAINING -> Optional.of(retraining.run(run, progress));
            case EVALUATION -> {
                evaluating.run(run, progress);
                yield Optional.empty();
            }
        };
    }

    /** A hub that stops leaves the run to the next one. */
    private void cancelled(RunRow run) {
        if (!Thread.currentThread().isInterrupted()) {
            queue.end(run.id(), table -> table.cancelled(run.id(), queue.now()));
            LOG.info("run cancelled run={}", run.id());
        }
    }

    private void end(RunRow run, String reason) {
        LOG.warn("run failed run={} reason={}", run.id(), reason);
        String failure = reason.substring(0, Math.min(reason.length(), MAX_FAILURE));
        queue.end(run.id(), table -> table.fail(run.id(), failure, queue.now()));
    }

    /** Puts progress down when the step changes, and a few times a second. */
    private final class StoredProgress implements RunProgress {
        private final UUID run;
        private String told = "";
        private long toldAt;

        StoredProgress(UUID run) {
            this.run = run;
        }

        @Override
        public void at(String step, double share) {
            if (Thread.currentThread().isInterrupted()) {
                throw new RunCancelledException();
            }
            long now = System.nanoTime();
            if (!step.equals(told) || now - toldAt >= TELL_EVERY.toNanos()) {
                queue.advance(run, step, Math.clamp(share, 0, 1));
                told = step;
                toldAt = now;
            }
        }
    }
}
