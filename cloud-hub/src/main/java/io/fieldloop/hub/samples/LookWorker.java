package io.fieldloop.hub.samples;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of this hub that looks at images, some seconds after they came. */
@Context
@Requires(notEnv = "ingest") // which only helps a hub with the samples
final class LookWorker {
    private static final Logger LOG = LoggerFactory.getLogger(LookWorker.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final Looks looks;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("looks").daemon().unstarted(this::run);

    LookWorker(Looks looks) {
        this.looks = looks;
    }

    @PostConstruct
    void start() {
        thread.start();
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopping.countDown();
        thread.join();
    }

    private void run() {
        try {
            do {
                lookAtAll();
            } while (!stopping.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            LOG.debug("looks stop");
        }
    }

    private void lookAtAll() {
        try {
            while (stopping.getCount() > 0 && looks.lookAtSome() > 0) {
                LOG.debug("looked at some images");
            }
        } catch (IOException | RuntimeException e) { // the outermost frame: one image must not end all looking
            LOG.warn("images are not looked at for now", e);
        }
    }
}
