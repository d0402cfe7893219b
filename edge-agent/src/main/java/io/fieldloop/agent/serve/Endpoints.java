package io.fieldloop.agent.serve;

import com.fasterxml.jackson.core.JsonParser;
import io.fieldloop.agent.inference.Answer;
import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.inference.NoModelException;
import io.fieldloop.agent.serve.http.ErrorJson;
import io.fieldloop.agent.serve.http.Exchange;
import io.fieldloop.agent.serve.http.Handler;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.protocol.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What can be asked, by method and path: the <a
 * href="https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md">Open Inference
 * Protocol</a> with Triton's <a
 * href="https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_model_repository.md">model
 * repository</a> and <a
 * href="https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_statistics.md">statistics</a>
 * extensions, and images of our own.
 */
final class Endpoints implements Handler {
    private static final String SERVER = "fieldloop";
    private static final List<String> EXTENSIONS = List.of(
            "binary_tensor_data",
            "model_repository",
            "statistics",
            "schedule_policy",
            "fieldloop_image",
            "fieldloop_stream");
    private static final int MAX_CONTROL_BYTES = 64 << 10;

    private final Models models;
    private final Guard guard;
    private final InferEndpoint infer;
    private final StreamEndpoint streams;

    Endpoints(Models models, StreamEndpoint streams, Guard guard, InstantSource clock) {
        this.models = models;
        this.streams = streams;
        this.guard = guard;
        this.infer = new InferEndpoint(models, clock);
    }

    /** The outermost frame of a request: whatever is wrong with it is told in the protocol's words. */
    @Override
    public void handle(Exchange exchange) throws IOException {
        try {
            guard.admit(exchange);
            dispatch(exchange);
        } catch (ApiException e) {
            refuse(exchange, e.status(), String.valueOf(e.getMessage()));
        } catch (ModelException e) {
            refuse(exchange, status(e.reason()), String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            refuse(exchange, 503, "the server ends");
        }
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

    private static void refuse(Exchange exchange, int status, String message) throws IOException {
        Map<String, String> fields = switch (status) {
            case 401 -> Map.of("Content-Type", "application/json", "WWW-Authenticate", "Bearer");
            case 503 -> Map.of("Content-Type", "application/json", "Retry-After", "1");
            default -> Answers.JSON;
        };
        exchange.respond(status, fields, ByteBuffer.wrap(ErrorJson.of(message)));
    }

    private void dispatch(Exchange exchange) throws ApiException, ModelException, IOException, InterruptedException {
        String[] path = exchange.path().substring(1).split("/", -1);
        if (!path[0].equals("v2")) {
            throw unknown(exchange);
        }
        switch (path.length == 1 ? "" : path[1]) {
            case "" -> server(exchange, path);
            case "health" -> health(exchange, path);
            case "models" -> models(exchange, path);
            case "repository" -> repository(exchange, path);
            case "streams" -> stream(exchange, path);
            default -> throw unknown(exchange);
        }
    }

    private static ApiException unknown(Exchange exchange) {
        return new ApiException(404, "there is no '%s' here; start at /v2".formatted(exchange.path()));
    }

    private static void require(String method, Exchange exchange) throws ApiException {
        boolean suits = exchange.method().equals(method)
                || (method.equals("GET") && exchange.method().equals("HEAD"));
        if (!suits) {
            throw new ApiException(405, "%s takes %s".formatted(exchange.path(), method));
        }
    }

    private static void server(Exchange exchange, String[] path) throws ApiException, IOException {
        if (path.length > 1) {
            throw unknown(exchange);
        }
        require("GET", exchange);
        Answers.send(exchange, 200, json -> {
            json.writeStartObject();
            json.writeStringField("name", SERVER);
            json.writeStringField("version", version());
            json.writeArrayFieldStart("extensions");
            for (String extension : EXTENSIONS) {
                json.writeString(extension);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static String version() {
        String version = Endpoints.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private void health(Exchange exchange, String[] path) throws ApiException, IOException {
        require("GET", exchange);
        boolean live = path.length == 3 && path[2].equals("live");
        if (!live && !(path.length == 3 && path[2].equals("ready"))) {
            throw unknown(exchange);
        }
        boolean good = live || models.index().stream().allMatch(Models.Listed::ready);
        Answers.send(exchange, good ? 200 : 503, json -> {
            json.writeStartObject();
            json.writeBooleanField(path[2], good);
            json.writeEndObject();
        });
    }

    /** {@code /v2/models[/NAME[/versions/VERSION]][/ACTION]}; a model cannot be named {@code stats}. */
    private void models(Exchange exchange, String[] path)
            throws ApiException, ModelException, IOException, InterruptedException {
        if (path.length == 3 && path[2].equals("stats")) {
            require("GET", exchange);
            Answers.send(exchange, 200, json -> Answers.statistics(models.serving(), json));
            return;
        }
        if (path.length < 3) {
            throw unknown(exchange);
        }
        boolean versioned = path.length > 4 && path[3].equals("versions");
        int rest = versioned ? 5 : 3;
        if (path.length > rest + 1) {
            throw unknown(exchange);
        }
        Optional<String> version = versioned ? Optional.of(path[4]) : Optional.empty();
        model(exchange, path[2], version, path.length > rest ? path[rest] : "");
    }

    private void model(Exchange exchange, String name, Optional<String> version, String action)
            throws ApiException, ModelException, IOException, InterruptedException {
        switch (action) {
            case "" -> metadata(exchange, name, version);
            case "ready" -> ready(exchange, name, version);
            case "stats" -> statistics(exchange, name, version);
            case "infer" -> {
                require("POST", exchange);
                infer.answer(exchange, name, version);
            }
            case "image" -> {
                require("POST", exchange);
                image(exchange, models.find(name, version));
            }
            default -> throw unknown(exchange);
        }
    }

    private void metadata(Exchange exchange, String name, Optional<String> version) throws ApiException, IOException {
        require("GET", exchange);
        ServedModel model = models.find(name, version);
        Answers.send(exchange, 200, json -> Answers.metadata(model, versions(name), json));
    }

    private List<String> versions(String name) {
        return models.serving().stream()
                .filter(model -> model.name().equals(name))
                .map(ServedModel::version)
                .toList();
    }

    private void ready(Exchange exchange, String name, Optional<String> version) throws ApiException, IOException {
        require("GET", exchange);
        ServedModel model = models.find(name, version);
        Answers.send(exchange, 200, json -> {
            json.writeStartObject();
            json.writeStringField("name", model.name());
            json.writeBooleanField("ready", true);
            json.writeEndObject();
        });
    }

    private void statistics(Exchange exchange, String name, Optional<String> version) throws ApiException, IOException {
        require("GET", exchange);
        ServedModel found = models.find(name, version);
        List<ServedModel> asked = version.isPresent()
                ? List.of(found)
                : models.serving().stream()
                        .filter(model -> model.name().equals(name))
                        .toList();
        Answers.send(exchange, 200, json -> Answers.statistics(asked, json));
    }

    private static void image(Exchange exchange, ServedModel model)
            throws ApiException, ModelException, IOException, InterruptedException {
        InferencePool images = model.images()
                .orElseThrow(() -> ApiException.wrong(
                        "nobody declared what model '%s' makes of an image; put a manifest.json beside its file, or POST tensors to …/infer",
                        model.name()));
        byte[] encoded = exchange.body().read((int) exchange.body().remaining());
        try {
            Answer answer = images.infer(ImageReader.read(Bytes.wrap(encoded)));
            Answers.send(exchange, 200, json -> Answers.prediction(answer.model(), answer.prediction(), json));
        } catch (ImageException e) {
            throw ApiException.wrong("the body is no image: %s", e.getMessage());
        } catch (NoModelException e) {
            throw new ApiException(503, String.valueOf(e.getMessage()));
        }
    }

    private void stream(Exchange exchange, String[] path) throws ApiException, IOException, InterruptedException {
        if (path.length != 4 || !path[3].equals("image")) {
            throw unknown(exchange);
        }
        require("POST", exchange);
        streams.take(exchange, path[2]);
    }

    private void repository(Exchange exchange, String[] path) throws ApiException, IOException {
        if (path.length == 3 && path[2].equals("index")) {
            require("POST", exchange);
            boolean readyOnly = readyOnly(control(exchange));
            Answers.send(exchange, 200, json -> Answers.index(models.index(), readyOnly, json));
            return;
        }
        if (path.length != 5 || !path[2].equals("models")) {
            throw unknown(exchange);
        }
        require("POST", exchange);
        refuseParameters(control(exchange));
        switch (path[4]) {
            case "load" -> models.load(path[3]);
            case "unload" -> models.unload(path[3]);
            default -> throw unknown(exchange);
        }
        exchange.respond(200, Answers.JSON, ByteBuffer.wrap(new byte[0]));
    }

    private static byte[] control(Exchange exchange) throws ApiException, IOException {
        long length = exchange.body().remaining();
        if (length > MAX_CONTROL_BYTES) {
            throw new ApiException(413, "such a request has at most %d bytes".formatted(MAX_CONTROL_BYTES));
        }
        return exchange.body().read((int) length);
    }

    private static boolean readyOnly(byte[] json) throws ApiException {
        var readyOnly = new AtomicBoolean();
        visit(json, (parser, key) -> {
            if (key.equals("ready")) {
                readyOnly.set(JsonBody.flag(parser, key));
            } else {
                parser.skipChildren();
            }
        });
        return readyOnly.get();
    }

    /** A configuration that comes with the request would have to be obeyed, and is not. */
    private static void refuseParameters(byte[] json) throws ApiException {
        visit(json, (parser, key) -> {
            if (!key.equals("parameters")) {
                parser.skipChildren();
                return;
            }
            JsonBody.fields(parser, parameter -> {
                if (!parameter.equals("unload_dependents")) {
                    throw ApiException.wrong("parameter '%s' is not supported", parameter);
                }
                parser.skipChildren();
            });
        });
    }

    private static void visit(byte[] json, Visitor visitor) throws ApiException {
        if (json.length == 0) {
            return;
        }
        try (JsonParser parser = JsonBody.parser(json, 0)) {
            JsonBody.fields(parser, key -> visitor.visit(parser, key));
        } catch (IOException e) {
            throw JsonBody.malformed(e);
        }
    }

    @FunctionalInterface
    private interface Visitor {
        void visit(JsonParser parser, String key) throws IOException, ApiException;
    }
}
