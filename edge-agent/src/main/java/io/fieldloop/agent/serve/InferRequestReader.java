package io.fieldloop.agent.serve;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fieldloop.agent.serve.InferRequest.Binary;
import io.fieldloop.agent.serve.InferRequest.Elements;
import io.fieldloop.agent.serve.InferRequest.Input;
import io.fieldloop.agent.serve.InferRequest.Json;
import io.fieldloop.agent.serve.InferRequest.Output;
import io.fieldloop.models.tensor.TensorSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the <a href="https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md">
 * inference request object</a> with the parameters of Triton's <a
 * href="https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_binary_data.md">binary tensor data
 * extension</a> and {@code timeout} of its schedule policy extension. Elements are passed over: where a tensor goes is known
 * only when everything before and after them was read. Unknown keys and parameters are ignored.
 */
final class InferRequestReader {
    private static final int MAX_TENSORS = 256;
    private static final int MAX_ID_LENGTH = 1_024;

    private final JsonParser parser;
    private final List<Input> inputs = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private @Nullable String id;
    private @Nullable Duration timeout;
    private boolean binaryOutputs;

    private InferRequestReader(JsonParser parser) {
        this.parser = parser;
    }

    static InferRequest read(byte[] json) throws ApiException {
        try (JsonParser parser = JsonBody.parser(json, 0)) {
            return new InferRequestReader(parser).request();
        } catch (IOException e) {
            throw JsonBody.malformed(e);
        }
    }

    private InferRequest request() throws IOException, ApiException {
        JsonBody.fields(parser, key -> {
            switch (key) {
                case "id" -> id = id();
                case "parameters" -> JsonBody.fields(parser, this::parameter);
                case "inputs" -> JsonBody.items(parser, MAX_TENSORS, () -> inputs.add(input()));
                case "outputs" -> JsonBody.items(parser, MAX_TENSORS, () -> outputs.add(output()));
                default -> parser.skipChildren();
            }
        });
        if (parser.nextToken() != null) {
            throw ApiException.wrong("something follows the JSON object of the request");
        }
        return new InferRequest(Optional.ofNullable(id), Optional.ofNullable(timeout), binaryOutputs, inputs, outputs);
    }

    private String id() throws IOException, ApiException {
        String text = JsonBody.text(parser, "id");
        if (text.length() > MAX_ID_LENGTH) {
            throw ApiException.wrong("an id has at most %d characters", MAX_ID_LENGTH);
        }
        return text;
    }

    private void parameter(String key) throws IOException, ApiException {
        switch (key) {
            case "binary_data_output" -> binaryOutputs = JsonBody.flag(parser, key);
            case "timeout" -> timeout = timeout(JsonBody.wholeNumber(parser, key));
            default -> parser.skipChildren();
        }
    }

    /** Triton: 0 means that there is none. */
    private static @Nullable Duration timeout(long micros) {
        return micros == 0 ? null : Duration.ofNanos(Math.min(micros, Long.MAX_VALUE / 1_000) * 1_000);
    }

    private Input input() throws IOException, ApiException {
        var draft = new Draft();
        JsonBody.fields(parser, key -> {
            switch (key) {
                case "name" -> draft.name = JsonBody.text(parser, key);
                case "datatype" -> draft.datatype = datatype();
                case "shape" -> draft.shape = shape();
                case "data" -> draft.elements = data();
                case "parameters" -> JsonBody.fields(parser, parameter -> inputParameter(parameter, draft));
                default -> parser.skipChildren();
            }
        });
        return draft.input();
    }

    private void inputParameter(String key, Draft draft) throws IOException, ApiException {
        if (key.equals("binary_data_size")) {
            draft.binary = new Binary(JsonBody.wholeNumber(parser, key));
        } else if (key.startsWith("shared_memory_")) {
            throw ApiException.wrong("tensors in shared memory are not supported; send them in the request");
        } else {
            parser.skipChildren();
        }
    }

    private Datatype datatype() throws IOException, ApiException {
        String name = JsonBody.text(parser, "datatype");
        return Datatype.named(name)
                .orElseThrow(() ->
                        ApiException.wrong("datatype '%s' is unknown; there are %s", name, List.of(Datatype.values())));
    }

    private List<Integer> shape() throws IOException, ApiException {
        List<Integer> shape = new ArrayList<>();
        JsonBody.items(parser, TensorSpec.MAX_RANK, () -> {
            long length = JsonBody.wholeNumber(parser, "shape");
            if (length > Integer.MAX_VALUE) {
                throw ApiException.wrong("an axis of %d elements is too long", length);
            }
            shape.add((int) length);
        });
        return shape;
    }

    private Json data() throws IOException, ApiException {
        long offset = parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken() != JsonToken.START_ARRAY || offset < 0) {
            throw ApiException.wrong("data must be an array, and the request UTF-8");
        }
        parser.skipChildren();
        return new Json((int) offset);
    }

    private Output output() throws IOException, ApiException {
        var draft = new Draft();
        JsonBody.fields(parser, key -> {
            switch (key) {
                case "name" -> draft.name = JsonBody.text(parser, key);
                case "parameters" -> JsonBody.fields(parser, parameter -> outputParameter(parameter, draft));
                default -> parser.skipChildren();
            }
        });
        return new Output(draft.name(), draft.binaryOutput);
    }

    private void outputParameter(String key, Draft draft) throws IOException, ApiException {
        switch (key) {
            case "binary_data" -> draft.binaryOutput = JsonBody.flag(parser, key);
            case "classification" ->
                throw ApiException.wrong(
                        "classification of outputs is not supported; POST an image to …/image instead");
            default -> parser.skipChildren();
        }
    }

    /** A tensor whose keys come in any order. */
    private static final class Draft {
        private @Nullable String name;
        private @Nullable Datatype datatype;
        private @Nullable List<Integer> shape;
        private @Nullable Elements elements;
        private @Nullable Binary binary;
        private @Nullable Boolean binaryOutput;

        String name() throws ApiException {
            if (name == null || name.isEmpty()) {
                throw ApiException.wrong("each tensor needs a name");
            }
            return name;
        }

        Input input() throws ApiException {
            Elements found = binary == null ? elements : binary;
            if (datatype == null || shape == null || found == null) {
                throw ApiException.wrong(
                        "input '%s' needs a datatype, a shape, and data or the parameter binary_data_size", name());
            }
            if (binary != null && elements != null) {
                throw ApiException.wrong("input '%s' has both data and binary_data_size; send one", name());
            }
            return new Input(name(), datatype, shape, found);
        }
    }
}
