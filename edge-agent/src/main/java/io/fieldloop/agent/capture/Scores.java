package io.fieldloop.agent.capture;

import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import io.fieldloop.protocol.message.Prediction.Segmented;
import io.fieldloop.protocol.message.Region;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The scores of predictions as vectors, in which each label has its place from its first prediction on. One thread at a time. */
final class Scores {
    private final Map<String, Integer> places = new HashMap<>();
    private float[] vector = new float[0];

    /** Of each label the highest score; 0 for labels that the prediction does not name. Overwritten by the next call. */
    float[] of(Prediction prediction) {
        Arrays.fill(vector, 0);
        switch (prediction) {
            case Classified(var classes) -> {
                for (ClassScore score : classes) {
                    put(score.label(), score.score());
                }
            }
            case Detected(var boxes) -> {
                for (Box box : boxes) {
                    put(box.label(), box.score());
                }
            }
            case Segmented(var mask) -> {
                for (Region region : mask.regions()) {
                    put(region.label(), region.score());
                }
            }
        }
        return vector;
    }

    private void put(String label, double score) {
        int place = places.computeIfAbsent(label, _ -> places.size());
        if (place == vector.length) {
            vector = Arrays.copyOf(vector, place + 1);
        }
        vector[place] = Math.max(vector[place], (float) score);
    }
}
