package io.fieldloop.hub;

import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.Upload;
import io.fieldloop.protocol.message.Uptime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Samples as devices send them. */
public final class TestSampleBatches {
    private static final ModelRef MODEL = ModelRef.of("fashion", 3);
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private TestSampleBatches() {}

    /** Consecutive samples, each of its own media. */
    public static SampleBatch of(long epoch, StreamName stream, long first, int count) {
        List<Sample> samples = LongStream.range(first, first + count)
                .mapToObj(n -> sample(n, "image/png", Bytes.wrap(("media " + n).getBytes(StandardCharsets.UTF_8))))
                .toList();
        return new SampleBatch(epoch, stream, samples);
    }

    /** These samples. */
    public static SampleBatch of(long epoch, StreamName stream, Sample... samples) {
        return new SampleBatch(epoch, stream, List.of(samples));
    }

    /** A sample of this media. */
    public static Sample sample(long sequence, String mediaType, Bytes media) {
        return sample(sequence, mediaType, media, MODEL, "shirt", 0.75, "random");
    }

    /** A sample whose media were uploaded. */
    public static Sample uploaded(long sequence, String mediaType, Upload upload) {
        var prediction = new Classified(List.of(new ClassScore("shirt", 0.75)));
        Bytes nothing = Bytes.wrap(new byte[0]);
        return new Sample(
                sequence,
                NOW,
                Optional.empty(),
                mediaType,
                nothing,
                Optional.of(upload),
                MODEL,
                prediction,
                List.of("random"),
                0.5);
    }

    /** A sample of a device whose clock tells a time, so long after its start. */
    public static Sample at(long sequence, Instant clock, Uptime uptime) {
        Sample sample = sample(sequence, "image/png", Bytes.wrap(new byte[] {(byte) sequence}));
        return new Sample(
                sequence,
                clock,
                Optional.of(uptime),
                sample.mediaType(),
                sample.media(),
                Optional.empty(),
                MODEL,
                sample.prediction(),
                sample.rules(),
                sample.value());
    }

    /** A sample of this media and prediction. */
    public static Sample sample(
            long sequence,
            String mediaType,
            Bytes media,
            ModelRef model,
            String label,
            double confidence,
            String rule) {
        var prediction = new Classified(List.of(new ClassScore(label, confidence)));
        return new Sample(sequence, NOW, mediaType, media, model, prediction, List.of(rule), 0.5);
    }
}
