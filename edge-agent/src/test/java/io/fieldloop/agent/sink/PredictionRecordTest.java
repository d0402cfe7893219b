package io.fieldloop.agent.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class PredictionRecordTest {
    @Test
    void json_ofClasses_isOneLine() {
        assertThat(text(Records.classified(42)))
                .isEqualTo("{\"stream\":\"line\",\"model\":\"fashion\",\"version\":3,"
                        + "\"capturedAt\":\"2026-11-22T12:00:00Z\",\"latencyMicros\":42,"
                        + "\"classes\":[{\"label\":\"Coat\",\"score\":0.75}]}");
    }

    @Test
    void json_ofBoxes_tellsWhereTheyAre() {
        assertThat(text(Records.detected()))
                .endsWith("\"latencyMicros\":1,\"boxes\":[{\"label\":\"face\",\"score\":0.5,"
                        + "\"left\":0.25,\"top\":0.125,\"width\":0.5,\"height\":0.75}]}");
    }

    @Test
    void json_ofAMask_hasTheRunsOfItsRegions() {
        assertThat(text(Records.segmented()))
                .endsWith("\"mask\":{\"width\":2,\"height\":2,\"uncertain\":0.25,\"regions\":[{\"label\":\"road\","
                        + "\"score\":0.75,\"share\":0.5,\"counts\":[0,2,2]}]}}");
    }

    private static String text(PredictionRecord record) {
        return new String(record.json(), StandardCharsets.UTF_8);
    }
}
