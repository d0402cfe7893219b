package io.fieldloop.agent.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.agent.serve.InferRequest.Output;
import io.fieldloop.agent.serve.http.Exchange;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The inference response object, and the bytes after it.
 *
 * @param json the object
 * @param binary the outputs as bytes, in the order of the object; the memory of the model itself
 */
record InferResponse(ByteBuffer json, List<ByteBuffer> binary) {
    private static final int FIRST_BYTES = 512;

    /** Of the outputs that a run left in a slot. */
    static InferResponse of(InferRequest request, ServedModel model, Slot slot) throws ApiException, IOException {
        List<ByteBuffer> binary = new ArrayList<>();
        var bytes = new ByteArrayOutputStream(FIRST_BYTES);
        try (JsonGenerator json = JsonBody.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("model_name", model.name());
            json.writeStringField("model_version", model.version());
            if (request.id().isPresent()) {
                json.writeStringField("id", request.id().get());
            }
            json.writeArrayFieldStart("outputs");
            if (request.outputs().isEmpty()) {
                for (int i = 0; i < model.session().outputs().size(); i++) {
                    write(slot.output(i), request.binaryOutputs(), json, binary);
                }
            }
            for (Output output : request.outputs()) {
                boolean asBytes = output.binary() == null ? request.binaryOutputs() : output.binary();
                write(slot.output(index(output, model)), asBytes, json, binary);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return new InferResponse(ByteBuffer.wrap(bytes.toByteArray()), binary);
    }

    private static int index(Output output, ServedModel model) throws ApiException {
        List<TensorSpec> specs = model.session().outputs();
        for (int i = 0; i < specs.size(); i++) {
            if (specs.get(i).name().equals(output.name())) {
                return i;
            }
        }
        throw ApiException.wrong("model '%s' has no output '%s'; there are %s", model.name(), output.name(), specs);
    }

    private static void write(Tensor tensor, boolean asBytes, JsonGenerator json, List<ByteBuffer> binary)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("name", tensor.spec().name());
        json.writeStringField("datatype", Datatype.of(tensor.spec().type()).name());
        Answers.writeShape(tensor.spec(), json);
        if (asBytes) {
            ByteBuffer bytes = BinaryTensors.of(tensor);
            binary.add(bytes);
            json.writeObjectFieldStart("parameters");
            json.writeNumberField("binary_data_size", bytes.remaining());
            json.writeEndObject();
        } else {
            json.writeFieldName("data");
            JsonTensors.write(tensor, json);
        }
        json.writeEndObject();
    }

    void send(Exchange exchange) throws IOException {
        if (binary.isEmpty()) {
            exchange.respond(200, Answers.JSON, json);
            return;
        }
        ByteBuffer[] parts = new ByteBuffer[binary.size() + 1];
        parts[0] = json;
        for (int i = 0; i < binary.size(); i++) {
            parts[i + 1] = binary.get(i);
        }
        exchange.respond(
                200,
                Map.of(
                        "Content-Type",
                        "application/octet-stream",
                        "Inference-Header-Content-Length",
                        Integer.toString(json.remaining())),
                parts);
    }
}
