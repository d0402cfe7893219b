package io.fieldloop.agent.capture;

import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import io.fieldloop.protocol.message.Prediction.Segmented;
import io.fieldloop.protocol.message.Region;
import java.util.List;

/** Of which classes an input is, as its model says. */
final class Classes {
    /** Where the model found nothing. */
    private static final List<String> NOTHING = List.of("");

    private Classes() {}

    /** The likeliest class, or that of each object or region; "" where nothing was found. Each once. */
    static List<String> of(Prediction prediction) {
        List<String> labels = switch (prediction) {
            case Classified(var classes) ->
                classes.isEmpty() ? NOTHING : List.of(classes.getFirst().label());
            case Detected(var boxes) ->
                boxes.stream().map(Box::label).distinct().toList();
            case Segmented(var mask) ->
                mask.regions().stream().map(Region::label).distinct().toList();
        };
        return labels.isEmpty() ? NOTHING : labels;
    }
}
