package io.fieldloop.agent.capture;

import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.SequenceRange;
import io.fieldloop.protocol.message.Uptime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Samples to fill an outbox with. */
final class Samples {
    static final StreamName LINE = new StreamName("line");
    static final StreamName GATE = new StreamName("gate");

    private static final Uptime UPTIME = new Uptime(7, 60_000);

    private Samples() {}

    static Captured worth(double value) {
        return worth(value, 100);
    }

    static Captured worth(double value, int mediaBytes) {
        return of(Instant.parse("2026-01-01T00:00:00Z"), value, new byte[mediaBytes]);
    }

    static Captured at(Instant capturedAt, double value) {
        return of(capturedAt, value, new byte[100]);
    }

    /** Media that no row holds, different for each seed. */
    static Captured large(double value, int seed) {
        byte[] media = new byte[Encoded.LARGE_MEDIA_BYTES];
        new Random(seed).nextBytes(media);
        return of(Instant.parse("2026-01-01T00:00:00Z"), value, media);
    }

    private static Captured of(Instant capturedAt, double value, byte[] media) {
        return new Captured(
                capturedAt,
                Optional.of(UPTIME),
                "image/png",
                Bytes.wrap(media),
                ModelRef.of("fashion", 3),
                new Classified(List.of(new ClassScore("shoe", 0.4))),
                List.of("random"),
                value);
    }

    static Receipts receipts(Outbox outbox, StreamName stream, long first, long last) {
        return new Receipts(outbox.ledger().epoch(), stream, List.of(new SequenceRange(first, last)));
    }
}
