package io.fieldloop.agent.link;

import io.fieldloop.agent.link.Link.Listener;
import io.fieldloop.agent.link.LinkSettings.Broker;
import io.fieldloop.agent.link.LinkSettings.Hearing;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Makes and starts links to brokers on or near the device, by which programs beside the agent speak; without TLS. Any thread. */
public final class LocalLinks {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

    private final DeviceId device;
    private final Function<LinkSettings, Link> links;

    /** A broker tells its clients apart by their names. */
    private final AtomicInteger speaking = new AtomicInteger();

    /**
     * Takes what makes links.
     *
     * @param device names the clients
     */
    public LocalLinks(DeviceId device, Function<LinkSettings, Link> links) {
        this.device = device;
        this.links = links;
    }

    /** A link that hears nothing, and that the broker forgets when it is gone. */
    public Link speaking(Broker broker) {
        return start(broker, "sink." + speaking.incrementAndGet(), Hearing.NOTHING, new Deaf());
    }

    /** A link of a stream, for which the broker keeps messages while it is away, also until the agent comes back. */
    public Link hearing(Broker broker, StreamName stream, Hearing hearing, Listener listener) {
        return start(broker, "source." + stream, hearing, listener);
    }

    private Link start(Broker broker, String name, Hearing hearing, Listener listener) {
        Link link = links.apply(new LinkSettings(
                broker, "%s.%s".formatted(device, name), Optional.empty(), KEEP_ALIVE, hearing, Optional.empty()));
        link.start(listener);
        return link;
    }

    /** Who hears nothing has nothing to do. */
    private static final class Deaf implements Listener {
        @Override
        public void connected() {}
    }
}
