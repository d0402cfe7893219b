package io.fieldloop.lab.bench;

import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.SampleBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What devices send.
 *
 * @param mediaBytes of each sample; no two samples have the same media
 * @param samplesAMessage how many samples share a message
 * @param devices how many devices send, each on a connection of its own
 * @param messages of each device
 */
record IngestLoad(int mediaBytes, int samplesAMessage, int devices, int messages) {
    static final StreamName STREAM = new StreamName("line");
    private static final ModelRef MODEL = ModelRef.of("bench", 1);
    private static final Classified PREDICTION = new Classified(List.of(new ClassScore("shirt", 0.75)));
    private static final Instant CAPTURED_AT = Instant.parse("2026-11-22T12:00:00Z");

    int allMessages() {
        return devices * messages;
    }

    int samplesOfADevice() {
        return messages * samplesAMessage;
    }

    int allSamples() {
        return devices * samplesOfADevice();
    }

    /** The samples of one message; the same for the same numbers. */
    SampleBatch batch(long epoch, int device, int message) {
        var random = new SplittableRandom((epoch << 40) ^ ((long) device << 24) ^ message);
        long first = 1L + (long) message * samplesAMessage;
        List<Sample> samples = new ArrayList<>(samplesAMessage);
        for (int i = 0; i < samplesAMessage; i++) {
            byte[] media = new byte[mediaBytes];
            random.nextBytes(media);
            samples.add(new Sample(
                    first + i,
                    CAPTURED_AT,
                    "application/octet-stream",
                    Bytes.wrap(media),
                    MODEL,
                    PREDICTION,
                    List.of("random"),
                    0.5));
        }
        return new SampleBatch(epoch, STREAM, samples);
    }

    @Override
    public String toString() {
        String shared = samplesAMessage == 1 ? "one a message" : samplesAMessage + " a message";
        String size = mediaBytes < 1_000 ? mediaBytes + " B" : mediaBytes / 1_000 + " kB";
        return "%s, %s, %d %s".formatted(size, shared, devices, devices == 1 ? "device" : "devices");
    }
}
