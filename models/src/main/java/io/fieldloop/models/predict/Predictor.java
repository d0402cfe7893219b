package io.fieldloop.models.predict;

import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.Postprocessing.SsdBoxes;
import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.vision.Image;
import io.fieldloop.protocol.message.Prediction;

/** Predicts one image after the other, with its own buffers. One thread at a time. */
public final class Predictor implements AutoCloseable {
    private final Lane lane;
    private final Decoder decoder;

    private Predictor(Lane lane, Decoder decoder) {
        this.lane = lane;
        this.decoder = decoder;
    }

    /** Takes {@code lane} over; closes it if its outputs do not suit the postprocessing. */
    static Predictor of(Manifest manifest, Lane lane) throws ModelException {
        boolean suitable = false;
        try {
            Decoder decoder = switch (manifest.postprocessing()) {
                case TopClasses top -> ClassDecoder.of(top, manifest.labels(), lane.output(top.output()));
                case SsdBoxes ssd ->
                    SsdDecoder.of(ssd, manifest.labels(), lane.output(ssd.boxes()), lane.output(ssd.scores()));
            };
            suitable = true;
            return new Predictor(lane, decoder);
        } finally {
            if (!suitable) {
                lane.close();
            }
        }
    }

    /**
     * Predicts one image.
     *
     * @throws ModelException if the runtime fails, an output is not finite, or this is closed
     */
    public Prediction predict(Image image) throws ModelException {
        lane.preprocessor().write(image, lane.input(), 0);
        lane.invocation().run();
        return decoder.decode(lane.preprocessor().placement(image));
    }

    /**
     * An output as the last prediction left it, such as an embedding. Overwritten by the next prediction.
     *
     * @throws IllegalArgumentException if the model has no output of this name
     */
    public Tensor output(String name) {
        return lane.output(name);
    }

    /** Frees the buffers. May be called while another thread predicts; that prediction ends first. */
    @Override
    public void close() {
        lane.close();
    }
}
