package io.fieldloop.hub.events;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Tells whoever listens what changes. Events wait a moment, in which newer ones replace older ones of the same kind and
 * key, so a fleet that reports a thousand times a second does not drown a page. Thread-safe.
 *
 * <p>Not promised: that every event is told. A listener that is slow, or a moment with too many events, loses the oldest.
 */
@Singleton
public final class LiveEvents {
    private static final Logger LOG = LoggerFactory.getLogger(LiveEvents.class);
    private static final Duration MOMENT = Duration.ofMillis(250);
    private static final int MAX_WAITING = 1_000;
    private static final int MAX_BEHIND = 2_000;

    private final Sinks.Many<Told> sink = Sinks.many().multicast().directBestEffort();
    private final LinkedHashMap<Key, LiveEvent> waiting = new LinkedHashMap<>(); // guarded by itself
    private final ScheduledExecutorService teller = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("live-events").daemon().factory());

    LiveEvents() {
        var _ = teller.scheduleWithFixedDelay(this::tell, MOMENT.toMillis(), MOMENT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Has an event told to those who listen. */
    public void publish(LiveEvent event) {
        if (sink.currentSubscriberCount() == 0) {
            return;
        }
        synchronized (waiting) {
            waiting.put(new Key(event.name(), event.key()), event);
            if (waiting.size() > MAX_WAITING) {
                waiting.pollFirstEntry();
            }
        }
    }

    /** Everything that is told from now on. */
    Flux<Told> listen() {
        return sink.asFlux().onBackpressureBuffer(MAX_BEHIND, _ -> {}, BufferOverflowStrategy.DROP_OLDEST);
    }

    private void tell() {
        List<LiveEvent> due;
        synchronized (waiting) {
            due = List.copyOf(waiting.values());
            waiting.clear();
        }
        for (LiveEvent event : due) {
            tell(event);
        }
    }

    private void tell(LiveEvent event) {
        try {
            sink.tryEmitNext(new Told(event.name(), event.body().get()));
        } catch (RuntimeException e) { // the outermost frame: one event that cannot be told must not end all others
            LOG.warn("event not told name={} key={}", event.name(), event.key(), e);
        }
    }

    @PreDestroy
    void close() {
        teller.shutdownNow();
        sink.tryEmitComplete();
    }

    private record Key(String name, String key) {}

    /** An event with its body. */
    record Told(String name, Object body) {}
}
