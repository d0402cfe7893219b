package io.fieldloop.agent.serve;

import io.fieldloop.agent.serve.http.HttpServer;
import io.fieldloop.agent.source.PushSource;
import io.fieldloop.protocol.StreamName;
import java.io.IOException;
import java.nio.ByteOrder;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves models to programs on or near this device. Any thread. */
public final class LocalApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalApi.class);

    private final HttpServer server;
    private final Models models;

    private LocalApi(HttpServer server, Models models) {
        this.server = server;
        this.models = models;
    }

    /**
     * Starts to serve. Takes {@code models} over.
     *
     * @param streams those that take images here
     * @throws IOException if the address cannot be had
     */
    public static LocalApi start(Models models, Map<StreamName, PushSource> streams, ApiSettings settings)
            throws IOException {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new IOException("the API needs a little-endian processor, because its protocol is");
        }
        try {
            var endpoints =
                    new Endpoints(models, new StreamEndpoint(streams), new Guard(settings.token()), Clock.systemUTC());
            HttpServer server = HttpServer.start(settings.address(), endpoints, settings.limits());
            LOG.info("the API listens on {}:{}", settings.address().getHostString(), server.port());
            return new LocalApi(server, models);
        } catch (IOException | RuntimeException e) {
            models.close();
            throw e;
        }
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /** Finishes the requests under way, and then closes the models. */
    @Override
    public void close() {
        server.close();
        models.close();
    }
}
