package io.fieldloop.agent.capture;

import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.SequenceRange;
import java.time.Instant;
import java.util.List;

/** Samples to fill an outbox with. */
final class Samples {
    static final StreamName LINE = new StreamName("line");
    static final StreamName GATE = new StreamName("gate");

    private Samples() {}

    static Captured worth(double value) {
        return worth(value, 100);
    }

    static Captured worth(double value, int mediaBytes) {
        return new Captured(
                Instant.parse("2026-01-01T00:00:00Z"),
                "image/png",
                Bytes.wrap(new byte[mediaBytes]),
                ModelRef.of("fashion", 3),
                new Classified(List.of(new ClassScore("shoe", 0.4))),
                List.of("random"),
                value);
    }

    static Receipts receipts(Outbox outbox, StreamName stream, long first, long last) {
        return new Receipts(outbox.ledger().epoch(), stream, List.of(new SequenceRange(first, last)));
    }
}
