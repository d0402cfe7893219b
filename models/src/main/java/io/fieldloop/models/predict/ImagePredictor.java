package io.fieldloop.models.predict;

import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.Postprocessing.ClassMask;
import io.fieldloop.models.pack.Postprocessing.SsdBoxes;
import io.fieldloop.models.pack.Postprocessing.ThresholdEvents;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImagePreprocessor;
import io.fieldloop.protocol.message.Prediction;

/** Predicts images. */
final class ImagePredictor implements Predictor {
    private final Lane<ImagePreprocessor> lane;
    private final Decoder decoder;

    private ImagePredictor(Lane<ImagePreprocessor> lane, Decoder decoder) {
        this.lane = lane;
        this.decoder = decoder;
    }

    /** Takes {@code lane} over; closes it if its outputs do not suit the postprocessing. */
    static ImagePredictor of(Manifest manifest, Lane<ImagePreprocessor> lane) throws ModelException {
        boolean suitable = false;
        try {
            Decoder decoder = switch (manifest.postprocessing()) {
                case TopClasses top -> ClassDecoder.of(top, manifest.labels(), lane.output(top.output()));
                case SsdBoxes ssd ->
                    SsdDecoder.of(ssd, manifest.labels(), lane.output(ssd.boxes()), lane.output(ssd.scores()));
                case ClassMask mask -> MaskDecoder.of(mask, manifest.labels(), lane.output(mask.output()));
                case ThresholdEvents _ -> throw new ModelException(Reason.MANIFEST_MISMATCH, "an image has no events");
            };
            suitable = true;
            return new ImagePredictor(lane, decoder);
        } finally {
            if (!suitable) {
                lane.close();
            }
        }
    }

    @Override
    public Prediction predict(Content content) throws ModelException {
        return switch (content) {
            case Content.OfImage(Image image) -> {
                lane.preprocessor().write(image, lane.input(), 0);
                lane.invocation().run();
                yield decoder.decode(lane.preprocessor().placement(image));
            }
            case Content.OfSound _, Content.OfReadings _ ->
                throw new ModelException(Reason.SHAPE_UNSUPPORTED, "the model sees; it can neither hear nor read");
        };
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
