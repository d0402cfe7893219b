package io.fieldloop.hub.samples;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fieldloop.protocol.message.Mask;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import io.fieldloop.protocol.message.Prediction.Segmented;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model said, as JSON has it: either classes, boxes or a mask; the others are absent.
 *
 * @param classes the likeliest first
 * @param boxes the surest first
 * @param mask which class each pixel belongs to
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Answer(
        @Nullable List<ClassScore> classes,
        @Nullable List<Box> boxes,
        @Nullable Mask mask) {
    /** A prediction as JSON has it. */
    public static Answer of(Prediction prediction) {
        return switch (prediction) {
            case Classified(List<ClassScore> classes) -> new Answer(classes, null, null);
            case Detected(List<Box> boxes) -> new Answer(null, boxes, null);
            case Segmented(Mask mask) -> new Answer(null, null, mask);
        };
    }

    /** The label of the first answer; null if there is none. */
    @Nullable String firstLabel() {
        if (classes != null) {
            return classes.isEmpty() ? null : classes.getFirst().label();
        }
        if (mask != null) {
            return mask.regions().isEmpty() ? null : mask.regions().getFirst().label();
        }
        return boxes == null || boxes.isEmpty() ? null : boxes.getFirst().label();
    }
}
