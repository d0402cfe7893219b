package io.fieldloop.hub.datasets;

import io.fieldloop.protocol.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** What a dataset holds now: one candidate for each image, in the order of their media. */
final class Candidates {
    private final Handle handle;
    private final String dataset;

    Candidates(Handle handle, String dataset) {
        this.handle = handle;
        this.dataset = dataset;
    }

    void forEach(int fetch, Consumer<Candidate> action) {
        try (Stream<Candidate> found = handle
                .createQuery("""
                        SELECT media, array_agg(DISTINCT class ORDER BY class) AS classes, bool_or(field) AS field,
                            bool_or(field AND chosen_at_random) AS random
                        FROM (
                            SELECT media, class, false AS field, false AS chosen_at_random
                            FROM dataset_image WHERE dataset = :dataset
                            UNION ALL
                            SELECT sample.media, task.class, true, 'random' = ANY(sample.rules)
                            FROM labelling_task task JOIN sample ON sample.id = task.id
                            WHERE task.state = 'labelled'
                                AND task.model = (SELECT model FROM dataset WHERE name = :dataset)) seen
                        GROUP BY media ORDER BY media
                        """)
                .bind("dataset", dataset)
                .setFetchSize(fetch)
                .map((row, _) -> Candidate.read(row))
                .stream()) {
            found.forEach(action);
        }
    }

    /**
     * An image.
     *
     * @param classes all that it was said to show; more than one is a conflict
     * @param isField whether a device captured it, whatever else it is
     * @param isUnbiased whether it was imported only, or captured at random at least once
     */
    record Candidate(Sha256 media, List<String> classes, boolean isField, boolean isUnbiased) {
        static Candidate read(ResultSet row) throws SQLException {
            boolean field = row.getBoolean("field");
            return new Candidate(
                    Sha256.ofDigest(row.getBytes("media")),
                    List.of((String[]) row.getArray("classes").getArray()),
                    field,
                    !field || row.getBoolean("random"));
        }

        Origin origin() {
            return isField ? Origin.FIELD : Origin.LAB;
        }
    }
}
