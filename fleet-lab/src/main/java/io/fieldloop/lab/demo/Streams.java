package io.fieldloop.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.fieldloop.lab.demo.DemoReport.Stream;
import io.fieldloop.lab.fleet.Feed;
import io.fieldloop.lab.hub.HubClient;
import io.fieldloop.lab.hub.HubException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Holds what was put before the cameras against what their devices say of it. */
final class Streams {
    private final HubClient hub;

    Streams(HubClient hub) {
        this.hub = hub;
    }

    /** The account of each camera; what answered is taken from the samples captured since {@code begin}. */
    List<Stream> since(Instant begin, Map<String, Feed> feeds) throws IOException, InterruptedException, HubException {
        List<Stream> streams = new ArrayList<>();
        for (Map.Entry<String, Feed> feed : feeds.entrySet()) {
            String device = feed.getKey();
            JsonNode vitals = hub.get("/api/v1/devices/" + device).path("vitals");
            streams.add(new Stream(
                    device,
                    feed.getValue().shown(),
                    vitals.path("inferences").asLong(),
                    vitals.path("skipped").asLong(),
                    vitals.path("failed").asLong(),
                    versions(device, begin)));
        }
        return streams;
    }

    private List<Integer> versions(String device, Instant begin)
            throws IOException, InterruptedException, HubException {
        List<JsonNode> samples = hub.getAll("/api/v1/samples?device=" + device).stream()
                .filter(sample ->
                        !Instant.parse(sample.path("capturedAt").asText()).isBefore(begin))
                .sorted(Comparator.comparingLong(
                        sample -> sample.path("sequence").asLong()))
                .toList();
        List<Integer> versions = new ArrayList<>();
        for (JsonNode sample : samples) {
            int version = sample.path("version").asInt();
            if (versions.isEmpty() || versions.getLast() != version) {
                versions.add(version);
            }
        }
        return versions;
    }
}
