package io.fieldloop.agent.serve;

import static io.fieldloop.agent.serve.Route.get;
import static io.fieldloop.agent.serve.Route.post;

import io.fieldloop.agent.serve.Route.Call;
import io.fieldloop.agent.serve.http.Exchange;
import io.fieldloop.agent.serve.http.Handler;
import io.fieldloop.models.runtime.ModelException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What can be asked, by method and path: the <a
 * href="https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md">Open Inference
 * Protocol</a> with Triton's <a
 * href="https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_model_repository.md">model
 * repository</a> and <a
 * href="https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_statistics.md">statistics</a>
 * extensions, and images and sound of our own.
 */
final class Endpoints implements Handler {
    private final Guard guard;
    private final List<Route> routes;

    Endpoints(Models models, StreamEndpoint stream, Guard guard, InstantSource clock) {
        this.guard = guard;
        var server = new ServerEndpoint(models);
        var model = new ModelEndpoint(models);
        var repository = new RepositoryEndpoint(models);
        // The first that leads there is taken, so a model cannot be named stats.
        this.routes = List.of(
                post("/v2/models/NAME[/versions/VERSION]/infer", new InferEndpoint(models, clock)::answer),
                post("/v2/models/NAME[/versions/VERSION]/image", new ImageEndpoint(models)::answer),
                post("/v2/models/NAME[/versions/VERSION]/sound", new SoundEndpoint(models)::answer),
                post("/v2/models/NAME[/versions/VERSION]/readings", new ReadingsEndpoint(models)::answer),
                get("/v2", server::metadata),
                get("/v2/health/live", server::live),
                get("/v2/health/ready", server::ready),
                get("/v2/models/stats", server::statistics),
                get("/v2/models/NAME[/versions/VERSION]", model::metadata),
                get("/v2/models/NAME[/versions/VERSION]/ready", model::ready),
                get("/v2/models/NAME[/versions/VERSION]/stats", model::statistics),
                post("/v2/repository/index", repository::index),
                post("/v2/repository/models/NAME/load", repository::load),
                post("/v2/repository/models/NAME/unload", repository::unload),
                post("/v2/streams/NAME/image", stream::take),
                post("/v2/streams/NAME/readings", stream::take));
    }

    /** All of them, in the order in which they are tried. */
    List<Route> routes() {
        return routes;
    }

    /** The outermost frame of a request: whatever is wrong with it is told in the protocol's words. */
    @Override
    public void handle(Exchange exchange) throws IOException {
        try {
            guard.admit(exchange);
            dispatch(exchange);
        } catch (ApiException e) {
            exchange.refuse(e.status(), String.valueOf(e.getMessage()), e.fields());
        } catch (ModelException e) {
            exchange.refuse(status(e.reason()), String.valueOf(e.getMessage()), Map.of());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            exchange.refuse(503, "the server ends", Map.of());
        }
    }

    private void dispatch(Exchange exchange) throws ApiException, ModelException, IOException, InterruptedException {
        for (Route route : routes) {
            Optional<Call> call = route.takes(exchange.method()) ? route.call(exchange) : Optional.empty();
            if (call.isPresent()) {
                route.action().answer(call.get());
                return;
            }
        }
        throw astray(exchange);
    }

    private ApiException astray(Exchange exchange) {
        Set<String> methods = new TreeSet<>();
        for (Route route : routes) {
            route.call(exchange).ifPresent(_ -> methods.add(route.method()));
        }
        if (methods.isEmpty()) {
            return new ApiException(404, "there is no '%s' here; start at /v2".formatted(exchange.path()));
        }
        String allowed = String.join(", ", methods);
        return new ApiException(405, "%s takes %s".formatted(exchange.path(), allowed), Map.of("Allow", allowed));
    }

    private static int status(ModelException.Reason reason) {
        return switch (reason) {
            case SHAPE_UNSUPPORTED -> 400;
            case CLOSED -> 503;
            case CANCELLED -> 504;
            case RUNTIME_UNAVAILABLE,
                    ACCELERATOR_UNAVAILABLE,
                    PLACEMENT_UNKNOWN,
                    FILE_UNREADABLE,
                    MODEL_REFUSED,
                    MANIFEST_MISMATCH,
                    RUN_FAILED,
                    OUTPUT_INVALID -> 500;
        };
    }
}
