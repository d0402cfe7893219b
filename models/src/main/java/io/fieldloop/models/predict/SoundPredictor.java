package io.fieldloop.models.predict;

import io.fieldloop.models.audio.Ear;
import io.fieldloop.models.audio.Hearing;
import io.fieldloop.models.audio.Sound;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Classified;

/** Predicts sound: the events that begin with a piece of it, in their order; none most of the time. */
final class SoundPredictor implements Predictor {
    private final Hearing hearing;

    /** Takes {@code hearing} over. */
    SoundPredictor(Hearing hearing) {
        this.hearing = hearing;
    }

    @Override
    public Prediction predict(Content content) throws ModelException {
        return switch (content) {
            case Content.OfSound(Sound sound, Ear ear) -> new Classified(hearing.hear(ear, sound));
            case Content.OfImage _, Content.OfReadings _ ->
                throw new ModelException(Reason.SHAPE_UNSUPPORTED, "the model hears; it can neither see nor read");
        };
    }

    @Override
    public Tensor output(String name) {
        return hearing.output(name);
    }

    @Override
    public void close() {
        hearing.close();
    }
}
