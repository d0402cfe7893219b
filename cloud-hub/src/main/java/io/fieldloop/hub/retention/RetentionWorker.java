package io.fieldloop.hub.retention;

import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.hub.retention.DeletionTable.Unfinished;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of this hub that deletes: what people asked for, what goes by policy, and then what nobody names any more. */
@Context
@Requires(notEnv = "ingest") // which only helps a hub with the samples
final class RetentionWorker {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionWorker.class);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);
    private static final Duration ROOM_FOR_OTHERS = Duration.ofMillis(10);

    private final Jdbi jdbi;
    private final Retention retention;
    private final DeletionWork work;
    private final BlobStore blobs;
    private final Bell bell;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;

    RetentionWorker(Jdbi jdbi, Retention retention, DeletionWork work, BlobStore blobs, Bell bell) {
        this.jdbi = jdbi;
        this.retention = retention;
        this.work = work;
        this.blobs = blobs;
        this.bell = bell;
        this.thread = Thread.ofPlatform().name("retention").daemon().unstarted(this::run);
    }

    @PostConstruct
    void start() {
        thread.start();
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopping.countDown();
        thread.interrupt();
        thread.join();
    }

    private void run() {
        try {
            while (stopping.getCount() > 0) {
                deleteAll();
                bell.await(LOOK_AGAIN);
            }
        } catch (InterruptedException _) {
            LOG.debug("retention stops");
        }
    }

    private void deleteAll() throws InterruptedException {
        try {
            Optional<Unfinished> request = work.nextRequest();
            while (request.isPresent()) {
                work.byRequest(request.get(), this::leaveRoom);
                request = work.nextRequest();
            }
            List<Part> parts = jdbi.inTransaction(retention::plan);
            work.byPolicy(parts, this::leaveRoom);
            while (blobs.removeLoose() > 0) {
                leaveRoom();
            }
        } catch (IOException | RuntimeException e) { // the outermost frame: what fails is tried again
            LOG.warn("nothing is deleted for now", e);
        }
    }

    private void leaveRoom() throws InterruptedException {
        if (stopping.await(ROOM_FOR_OTHERS.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("the hub stops");
        }
    }
}
