package io.fieldloop.hub.registry;

import io.fieldloop.models.evaluate.ConfusionMatrix;
import io.fieldloop.protocol.Sha256;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;

/**
 * How a version did on a part of a snapshot's test items.
 *
 * @param snapshot its id
 * @param part {@link #LAB} or {@link #FIELD}
 * @param metric {@link #ACCURACY}
 * @param value of the metric, 0 to 1
 * @param count how many items there were
 * @param passesFloor whether the value reaches the floor of the brief
 */
@Serdeable
public record Evaluation(
        String snapshot,
        String part,
        String metric,
        double value,
        int count,
        boolean passesFloor,
        Confusion confusion,
        Instant at) {
    /** Imported images. */
    public static final String LAB = "lab";

    /** Images that devices captured. */
    public static final String FIELD = "field";

    /** The share of right answers. */
    public static final String ACCURACY = "accuracy";

    /** What came out on a part of a snapshot; whether it passes the floor is known once the registry has it. */
    public static Evaluation of(Sha256 snapshot, String part, ConfusionMatrix confusion, Instant at) {
        return new Evaluation(
                snapshot.hex(),
                part,
                ACCURACY,
                confusion.accuracy(),
                Math.toIntExact(confusion.total()),
                false,
                new Confusion(confusion.labels(), confusion.counts()),
                at);
    }

    /**
     * What was taken for what.
     *
     * @param counts one row for each true class, one column for each answer
     */
    @Serdeable
    public record Confusion(List<String> labels, List<List<Long>> counts) {}
}
