package io.fieldloop.agent.serve;

import io.fieldloop.agent.serve.Route.Call;
import io.fieldloop.agent.serve.http.Exchange;
import io.fieldloop.agent.source.PushSource;
import io.fieldloop.agent.source.Pushed.Busy;
import io.fieldloop.agent.source.Pushed.Taken;
import io.fieldloop.agent.source.Pushed.Unreadable;
import io.fieldloop.protocol.StreamName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Takes images and readings for the streams of this device, and answers when they were dealt with. Any thread. */
final class StreamEndpoint {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Map<String, PushSource> sources = new TreeMap<>();

    StreamEndpoint(Map<StreamName, PushSource> sources) {
        sources.forEach((stream, source) -> this.sources.put(stream.value(), source));
    }

    void take(Call call) throws ApiException, IOException, InterruptedException {
        Exchange exchange = call.exchange();
        String stream = call.name();
        PushSource source = sources.get(stream);
        if (source == null) {
            throw new ApiException(
                    404, "no stream '%s' takes anything here; there are %s".formatted(stream, sources.keySet()));
        }
        long bytes = exchange.body().remaining();
        if (bytes > source.maxImageBytes()) {
            throw new ApiException(
                    413,
                    "what is brought to stream '%s' has at most %d bytes".formatted(stream, source.maxImageBytes()));
        }
        switch (source.push(() -> exchange.body().read((int) bytes), PATIENCE)) {
            case Taken _ -> exchange.respond(202, Map.of(), ByteBuffer.allocate(0));
            case Unreadable(String why) -> throw ApiException.wrong("the body cannot be read: %s", why);
            case Busy(String why) -> throw new ApiException(503, why);
        }
    }
}
