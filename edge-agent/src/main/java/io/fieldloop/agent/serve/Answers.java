package io.fieldloop.agent.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.agent.inference.PredictionJson;
import io.fieldloop.agent.serve.Sounds.Event;
import io.fieldloop.agent.serve.Sounds.Heard;
import io.fieldloop.agent.serve.Statistics.Spent;
import io.fieldloop.agent.serve.http.Exchange;
import io.fieldloop.models.tensor.TensorSpec;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.message.Prediction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** The JSON of all answers besides those of an inference. */
final class Answers {
    static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private Answers() {}

    static void send(Exchange exchange, int status, Content content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonBody.FACTORY.createGenerator(bytes)) {
            content.write(json);
        }
        exchange.respond(status, JSON, ByteBuffer.wrap(bytes.toByteArray()));
    }

    static void writeShape(TensorSpec spec, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("shape");
        for (int length : spec.shape()) {
            json.writeNumber(length);
        }
        json.writeEndArray();
    }

    static void metadata(ServedModel model, List<String> versions, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", model.name());
        json.writeArrayFieldStart("versions");
        for (String version : versions) {
            json.writeString(version);
        }
        json.writeEndArray();
        json.writeStringField("platform", model.platform());
        tensors("inputs", model.session().inputs(), json);
        tensors("outputs", model.session().outputs(), json);
        json.writeEndObject();
    }

    private static void tensors(String key, List<TensorSpec> specs, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(key);
        for (TensorSpec spec : specs) {
            json.writeStartObject();
            json.writeStringField("name", spec.name());
            json.writeStringField("datatype", Datatype.of(spec.type()).name());
            writeShape(spec, json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void statistics(List<ServedModel> models, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("model_stats");
        for (ServedModel model : models) {
            statistics(model, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void statistics(ServedModel model, JsonGenerator json) throws IOException {
        Statistics statistics = model.statistics();
        json.writeStartObject();
        json.writeStringField("name", model.name());
        json.writeStringField("version", model.version());
        json.writeNumberField("last_inference", statistics.lastInferenceMillis());
        json.writeNumberField("inference_count", statistics.inferences.sum());
        json.writeNumberField("execution_count", statistics.computeInfer.count());
        json.writeObjectFieldStart("inference_stats");
        spent("success", statistics.success, json);
        spent("fail", statistics.fail, json);
        spent("queue", statistics.queue, json);
        spent("compute_input", statistics.computeInput, json);
        spent("compute_infer", statistics.computeInfer, json);
        spent("compute_output", statistics.computeOutput, json);
        json.writeEndObject();
        json.writeArrayFieldStart("batch_stats");
        for (Map.Entry<Integer, Spent> batch : statistics.batches().entrySet()) {
            json.writeStartObject();
            json.writeNumberField("batch_size", batch.getKey());
            spent("compute_infer", batch.getValue(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void spent(String key, Spent spent, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(key);
        json.writeNumberField("count", spent.count());
        json.writeNumberField("ns", spent.nanos());
        json.writeEndObject();
    }

    static void index(List<Models.Listed> models, boolean readyOnly, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (Models.Listed model : models) {
            if (model.ready() || !readyOnly) {
                json.writeStartObject();
                json.writeStringField("name", model.name());
                json.writeStringField("version", model.version());
                json.writeStringField("state", model.ready() ? "READY" : "UNAVAILABLE");
                json.writeStringField("reason", model.reason());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    static void prediction(ModelRef model, Prediction prediction, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("model_name", model.model().value());
        json.writeStringField("model_version", Integer.toString(model.version()));
        PredictionJson.write(prediction, json);
        json.writeEndObject();
    }

    static void heard(Heard heard, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("model_name", heard.model().model().value());
        json.writeStringField("model_version", Integer.toString(heard.model().version()));
        json.writeArrayFieldStart("events");
        for (Event event : heard.events()) {
            json.writeStartObject();
            json.writeNumberField("atMillis", event.atMillis());
            json.writeStringField("label", event.heard().label());
            json.writeNumberField("score", event.heard().score());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Writes one JSON value. */
    @FunctionalInterface
    interface Content {
        void write(JsonGenerator json) throws IOException;
    }
}
