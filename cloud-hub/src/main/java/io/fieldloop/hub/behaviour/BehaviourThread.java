package io.fieldloop.hub.behaviour;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that looks for drift and tidies up, every minute. */
@Context
@Requires(notEnv = "ingest") // which only helps a hub with the samples
final class BehaviourThread {
    private static final Logger LOG = LoggerFactory.getLogger(BehaviourThread.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final DriftWatch watch;
    private final Tidying tidying;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("behaviour").daemon().factory());

    BehaviourThread(DriftWatch watch, Tidying tidying) {
        this.watch = watch;
        this.tidying = tidying;
    }

    @PostConstruct
    void start() {
        var _ = thread.scheduleWithFixedDelay(this::run, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        thread.close();
    }

    /** The outermost frame: if the database is away, the next minute comes. */
    private void run() {
        try {
            watch.look();
            tidying.tidy();
        } catch (RuntimeException e) {
            LOG.warn("drift was not looked for; it is in a minute", e);
        }
    }
}
