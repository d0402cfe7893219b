package io.fieldloop.hub.samples;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model said, as JSON has it: either classes or boxes.
 *
 * @param classes the likeliest first; absent if the model finds boxes
 * @param boxes the surest first; absent if the model tells classes
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Answer(
        @Nullable List<ClassScore> classes, @Nullable List<Box> boxes) {
    /** A prediction as JSON has it. */
    public static Answer of(Prediction prediction) {
        return switch (prediction) {
            case Classified(List<ClassScore> classes) -> new Answer(classes, null);
            case Detected(List<Box> boxes) -> new Answer(null, boxes);
        };
    }

    /** The label of the first answer; null if there is none. */
    @Nullable String firstLabel() {
        if (classes != null) {
            return classes.isEmpty() ? null : classes.getFirst().label();
        }
        return boxes == null || boxes.isEmpty() ? null : boxes.getFirst().label();
    }
}
