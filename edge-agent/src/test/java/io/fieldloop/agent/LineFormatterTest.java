package io.fieldloop.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

final class LineFormatterTest {
    private final LineFormatter formatter = new LineFormatter();

    private static LogRecord event(Level level, String message, String at) {
        LogRecord event = new LogRecord(level, message);
        event.setInstant(Instant.parse(at));
        return event;
    }

    @Test
    void event_isOneLine_ofTimeLevelAndMessage() {
        assertThat(formatter.format(event(Level.INFO, "model=m serves", "2026-03-04T05:06:07.008900Z")))
                .isEqualTo("2026-03-04T05:06:07.008Z INFO    model=m serves\n");
        assertThat(formatter.format(event(Level.WARNING, "100 % {0}", "1970-01-01T00:00:00Z")))
                .isEqualTo("1970-01-01T00:00:00.000Z WARNING 100 % {0}\n");
    }

    @Test
    void failure_isFollowedByItsTrace() {
        LogRecord event = event(Level.SEVERE, "no disk", "2026-03-04T05:06:07Z");
        event.setThrown(new IOException("full"));

        assertThat(formatter.format(event).lines())
                .startsWith("2026-03-04T05:06:07.000Z SEVERE  no disk", "java.io.IOException: full")
                .anyMatch(line -> line.contains("LineFormatterTest.failure_isFollowedByItsTrace"));
    }
}
