package io.fieldloop.agent.capture;

import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A sample as it is stored: a message with it alone, whose numbers are as large as they can be, and large media apart.
 *
 * @param value of the sample
 * @param capturedAtMicros when, in microseconds since 1970
 * @param body the message, without large media
 * @param media large ones
 */
record Encoded(double value, long capturedAtMicros, Bytes body, Optional<Media> media) {
    /**
     * Media of this size and more are files of their own. SQLite writes each byte twice, but a file costs two more waits for the disk:
     * up to some hundred kilobytes the row is cheaper.
     */
    static final int LARGE_MEDIA_BYTES = 256 << 10;

    /** Numbers are given within the transaction; the largest ones show before it whether a message can hold the sample. */
    private static final long LARGEST = Long.MAX_VALUE;

    /** The length of media takes up to four bytes more than that of none. */
    private static final int LENGTH_BYTES = 4;

    private static final Bytes ELSEWHERE = Bytes.wrap(new byte[0]);

    /** Encodes a sample; empty if a message cannot hold it. */
    static Optional<Encoded> of(StreamName stream, Captured captured) {
        Bytes media = captured.media();
        boolean large = media.size() >= LARGE_MEDIA_BYTES;
        Sample sample = captured.numbered(LARGEST);
        byte[] body;
        try {
            body = Wire.encode(
                    new SampleBatch(LARGEST, stream, List.of(large ? copy(sample, LARGEST, ELSEWHERE) : sample)));
        } catch (WireException _) {
            return Optional.empty();
        }
        if (large && body.length + LENGTH_BYTES + media.size() > Wire.MAX_MESSAGE_BYTES) {
            return Optional.empty();
        }
        return Optional.of(new Encoded(
                captured.value(),
                TimeUnit.MILLISECONDS.toMicros(captured.capturedAt().toEpochMilli()),
                Bytes.wrap(body),
                large ? Optional.of(new Media(media.sha256(), media)) : Optional.empty()));
    }

    /** What it takes on the disk. */
    long bytes() {
        return media.map(large -> large.content().size()).orElse(0) + (long) body.size();
    }

    /** The sample of a body; empty if the body makes no sense. */
    static Optional<Sample> decode(Bytes body) {
        try {
            return Wire.decodeDeviceMessage(body.toArray()) instanceof SampleBatch batch
                    ? Optional.of(batch.samples().getFirst())
                    : Optional.empty();
        } catch (WireException _) {
            return Optional.empty();
        }
    }

    /** A sample with its own number and media. */
    static Sample copy(Sample sample, long sequence, Bytes media) {
        return new Sample(
                sequence,
                sample.capturedAt(),
                sample.mediaType(),
                media,
                sample.model(),
                sample.prediction(),
                sample.rules(),
                sample.value());
    }

    /** Large media and the name of their file. */
    record Media(Sha256 digest, Bytes content) {}
}
