package io.fieldloop.models.predict;

import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.Postprocessing.ClassMask;
import io.fieldloop.models.pack.Postprocessing.SsdBoxes;
import io.fieldloop.models.pack.Postprocessing.ThresholdEvents;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.models.readings.Readings;
import io.fieldloop.models.readings.ReadingsException;
import io.fieldloop.models.readings.ReadingsPreprocessor;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.protocol.message.Prediction;

/** Predicts windows of readings. */
final class ReadingsPredictor implements Predictor {
    private final Lane<ReadingsPreprocessor> lane;
    private final ClassDecoder decoder;

    private ReadingsPredictor(Lane<ReadingsPreprocessor> lane, ClassDecoder decoder) {
        this.lane = lane;
        this.decoder = decoder;
    }

    /** Takes {@code lane} over; closes it if its outputs do not suit the postprocessing. */
    static ReadingsPredictor of(Manifest manifest, Lane<ReadingsPreprocessor> lane) throws ModelException {
        boolean suitable = false;
        try {
            ClassDecoder decoder = switch (manifest.postprocessing()) {
                case TopClasses top -> ClassDecoder.of(top, manifest.labels(), lane.output(top.output()));
                case SsdBoxes _, ClassMask _, ThresholdEvents _ ->
                    throw new ModelException(Reason.MANIFEST_MISMATCH, "readings have classes alone");
            };
            suitable = true;
            return new ReadingsPredictor(lane, decoder);
        } finally {
            if (!suitable) {
                lane.close();
            }
        }
    }

    @Override
    public Prediction predict(Content content) throws ModelException {
        return switch (content) {
            case Content.OfReadings(Readings readings) -> classified(readings);
            case Content.OfImage _, Content.OfSound _ ->
                throw new ModelException(Reason.SHAPE_UNSUPPORTED, "the model reads; it can neither see nor hear");
        };
    }

    private Prediction classified(Readings readings) throws ModelException {
        try {
            lane.preprocessor().write(readings, lane.input());
        } catch (ReadingsException e) {
            throw new ModelException(Reason.SHAPE_UNSUPPORTED, String.valueOf(e.getMessage()), e);
        }
        lane.invocation().run();
        return decoder.decode();
    }

    @Override
    public Tensor output(String name) {
        return lane.output(name);
    }

    @Override
    public void close() {
        lane.close();
    }
}
