package io.fieldloop.models.predict;

import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.vision.Placement;
import io.fieldloop.protocol.message.Prediction;

/** Makes a prediction of what a run left in the outputs. One thread at a time. */
sealed interface Decoder permits ClassDecoder, SsdDecoder, MaskDecoder {
    /**
     * Reads the outputs.
     *
     * @param placement where the image lies in the input
     * @throws ModelException with {@link ModelException.Reason#OUTPUT_INVALID} if they mean nothing
     */
    Prediction decode(Placement placement) throws ModelException;
}
