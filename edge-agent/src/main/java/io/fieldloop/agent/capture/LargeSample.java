package io.fieldloop.agent.capture;

import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.Upload;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A sample whose media go to the hub by HTTP, before the message that names them.
 *
 * @param place in the outbox
 * @param upload what its media are
 * @param media their file, which goes when the sample is given up
 * @param message that names them
 */
record LargeSample(long place, Upload upload, Path media, SampleBatch message) {
    /**
     * Reads the sample of a row; empty if its body makes no sense.
     *
     * @param body of the row; its other bytes are those of the media
     */
    static Optional<LargeSample> read(OutboxFile file, Row row, Bytes body) throws SQLException {
        Optional<Sample> sample = Encoded.decode(body);
        Optional<Sha256> digest = file.media().digest(row.place());
        long sizeBytes = row.bytes() - body.size();
        if (sample.isEmpty() || digest.isEmpty() || sizeBytes < 1 || sizeBytes > Upload.MAX_SIZE_BYTES) {
            return Optional.empty();
        }
        var upload = new Upload(digest.get(), sizeBytes);
        Sample uploaded = Encoded.numbered(sample.get(), row.sequence(), upload);
        return Optional.of(new LargeSample(
                row.place(),
                upload,
                file.media().file(digest.get()),
                new SampleBatch(file.epoch(), row.stream(), List.of(uploaded))));
    }
}
