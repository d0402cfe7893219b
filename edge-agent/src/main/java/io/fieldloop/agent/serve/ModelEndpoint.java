package io.fieldloop.agent.serve;

import io.fieldloop.agent.serve.Route.Call;
import java.io.IOException;
import java.util.List;

/** Answers what is asked about a model. */
final class ModelEndpoint {
    private final Models models;

    ModelEndpoint(Models models) {
        this.models = models;
    }

    void metadata(Call call) throws ApiException, IOException {
        ServedModel model = models.find(call.name(), call.version());
        List<String> versions =
                versions(call.name()).stream().map(ServedModel::version).toList();
        Answers.send(call.exchange(), 200, json -> Answers.metadata(model, versions, json));
    }

    void ready(Call call) throws ApiException, IOException {
        ServedModel model = models.find(call.name(), call.version());
        Answers.send(call.exchange(), 200, json -> {
            json.writeStartObject();
            json.writeStringField("name", model.name());
            json.writeBooleanField("ready", true);
            json.writeEndObject();
        });
    }

    void statistics(Call call) throws ApiException, IOException {
        ServedModel found = models.find(call.name(), call.version());
        List<ServedModel> asked = call.version().isPresent() ? List.of(found) : versions(call.name());
        Answers.send(call.exchange(), 200, json -> Answers.statistics(asked, json));
    }

    private List<ServedModel> versions(String name) {
        return models.serving().stream()
                .filter(model -> model.name().equals(name))
                .toList();
    }
}
