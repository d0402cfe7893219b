package io.fieldloop.agent.traffic;

import io.fieldloop.agent.capture.UploadTarget;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.Upload;
import java.io.IOException;

/** A target of uploads whose pieces are counted as samples, each time that they are tried. */
public record MeteredUploads(UploadTarget target, TrafficMeter meter) implements UploadTarget {
    @Override
    public long begin(Upload upload) throws IOException, RefusedException {
        return target.begin(upload);
    }

    @Override
    public long append(Upload upload, long offset, byte[] piece) throws IOException, RefusedException {
        meter.count(TrafficClass.SAMPLES, piece.length);
        return target.append(upload, offset, piece);
    }

    @Override
    public Receipts finish(SampleBatch message) throws IOException, RefusedException {
        return target.finish(message);
    }
}
