package io.fieldloop.agent.serve;

import io.fieldloop.agent.serve.Route.Call;
import java.io.IOException;
import java.util.List;

/** Answers what is asked of the server as a whole. */
final class ServerEndpoint {
    private static final String NAME = "fieldloop";
    private static final List<String> EXTENSIONS = List.of(
            "binary_tensor_data",
            "model_repository",
            "statistics",
            "schedule_policy",
            "fieldloop_image",
            "fieldloop_stream");

    private final Models models;

    ServerEndpoint(Models models) {
        this.models = models;
    }

    void metadata(Call call) throws IOException {
        Answers.send(call.exchange(), 200, json -> {
            json.writeStartObject();
            json.writeStringField("name", NAME);
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
        String version = ServerEndpoint.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    void live(Call call) throws IOException {
        health(call, "live", true);
    }

    void ready(Call call) throws IOException {
        health(call, "ready", models.index().stream().allMatch(Models.Listed::ready));
    }

    private static void health(Call call, String what, boolean good) throws IOException {
        Answers.send(call.exchange(), good ? 200 : 503, json -> {
            json.writeStartObject();
            json.writeBooleanField(what, good);
            json.writeEndObject();
        });
    }

    void statistics(Call call) throws IOException {
        Answers.send(call.exchange(), 200, json -> Answers.statistics(models.serving(), json));
    }
}
