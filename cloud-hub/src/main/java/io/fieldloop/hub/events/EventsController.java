package io.fieldloop.hub.events;

import io.fieldloop.hub.events.LiveEvents.Told;
import io.fieldloop.hub.security.Roles;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.sse.Event;
import io.micronaut.security.annotation.Secured;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** What changes, as it changes. */
@Controller("/api/v1/events")
@Secured(Roles.VIEWER)
final class EventsController {
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final LiveEvents events;
    private final InstantSource clock;

    EventsController(LiveEvents events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    /** A stream of server-sent events; a heartbeat every ten seconds shows that it is alive. */
    @Get
    @Produces(MediaType.TEXT_EVENT_STREAM)
    Publisher<Event<Object>> listen() {
        Flux<Told> heartbeats = Flux.interval(Duration.ZERO, HEARTBEAT)
                .onBackpressureDrop()
                .map(_ -> new Told("heartbeat", Map.of("at", clock.instant().toString())));
        return Flux.merge(events.listen(), heartbeats)
                .map(told -> Event.of(told.body()).name(told.name()));
    }
}
