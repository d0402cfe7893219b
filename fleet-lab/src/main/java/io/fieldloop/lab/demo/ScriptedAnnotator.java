package io.fieldloop.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.fieldloop.lab.hub.HubClient;
import io.fieldloop.lab.hub.HubException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Labels through the labelling API like a person, but knows the truth of each image by its digest. */
final class ScriptedAnnotator {
    private static final int CLAIM = 50;

    private final HubClient hub;
    private final String model;
    private final Map<String, String> truth;
    private long labelled;

    /**
     * An annotator of one model.
     *
     * @param truth the class of an image by the SHA-256 of its file
     */
    ScriptedAnnotator(HubClient hub, String model, Map<String, String> truth) {
        this.hub = hub;
        this.model = model;
        this.truth = Map.copyOf(truth);
    }

    /** How many labels it has given. */
    long labelled() {
        return labelled;
    }

    /** Labels what is open now, one claim's worth; gives how many. */
    int work() throws IOException, InterruptedException, HubException {
        int guide =
                hub.get("/api/v1/models/" + model + "/guide").path("version").asInt();
        List<JsonNode> tasks = hub.claim(model, CLAIM);
        for (JsonNode task : tasks) {
            String media = task.path("sample").path("media").asText();
            String label = truth.get(media);
            if (label == null) {
                throw new IOException("the hub shows an image that no camera took: " + media);
            }
            hub.put(
                    "/api/v1/tasks/" + task.path("id").asText() + "/label",
                    Map.of("class", label, "guideVersion", guide));
            labelled++;
        }
        return tasks.size();
    }
}
