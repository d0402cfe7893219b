package io.fieldloop.agent.capture;

import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.Upload;
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

    /** More than it takes to name an upload. */
    private static final int UPLOAD_BYTES = 128;

    private static final Bytes ELSEWHERE = Bytes.wrap(new byte[0]);

    /** Encodes a sample; empty if neither a message nor an upload can hold it. */
    static Optional<Encoded> of(StreamName stream, Captured captured) {
        if (captured.media().size() > Upload.MAX_SIZE_BYTES) {
            return Optional.empty();
        }
        Optional<Media> large = Media.ofLarge(captured.media());
        Sample sample = captured.numbered(LARGEST);
        byte[] body;
        try {
            body = Wire.encode(
                    new SampleBatch(LARGEST, stream, List.of(large.isPresent() ? withoutMedia(sample) : sample)));
        } catch (WireException _) {
            return Optional.empty();
        }
        if (large.isPresent() && body.length + UPLOAD_BYTES > Wire.MAX_MESSAGE_BYTES) {
            return Optional.empty();
        }
        return Optional.of(new Encoded(
                captured.value(),
                TimeUnit.MILLISECONDS.toMicros(captured.capturedAt().toEpochMilli()),
                Bytes.wrap(body),
                large));
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

    /** A sample with its own number. */
    static Sample numbered(Sample sample, long sequence) {
        return copy(sample, sequence, sample.media(), sample.upload());
    }

    /** A sample with its own number, whose media are uploaded. */
    static Sample numbered(Sample sample, long sequence, Upload upload) {
        return copy(sample, sequence, ELSEWHERE, Optional.of(upload));
    }

    private static Sample withoutMedia(Sample sample) {
        return copy(sample, sample.sequence(), ELSEWHERE, Optional.empty());
    }

    private static Sample copy(Sample sample, long sequence, Bytes media, Optional<Upload> upload) {
        return new Sample(
                sequence,
                sample.capturedAt(),
                sample.uptime(),
                sample.mediaType(),
                media,
                upload,
                sample.model(),
                sample.prediction(),
                sample.rules(),
                sample.value());
    }

    /** Large media and the name of their file. */
    record Media(Sha256 digest, Bytes content) {
        static Optional<Media> ofLarge(Bytes content) {
            return content.size() < LARGE_MEDIA_BYTES
                    ? Optional.empty()
                    : Optional.of(new Media(content.sha256(), content));
        }
    }
}
