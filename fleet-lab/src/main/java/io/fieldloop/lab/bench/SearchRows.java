package io.fieldloop.lab.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Samples of thirty days in a hub's database, the same for the same seed. What they have in common is uneven, as in the field: some
 * devices send far more than others, a version comes after the other, one class is rare and knows only the newer versions, and it is the
 * older samples that are labelled.
 */
final class SearchRows {
    static final String MODEL = "bench-search";
    static final List<String> CLASSES =
            List.of("bag", "boot", "coat", "dress", "pullover", "sandal", "shirt", "sneaker");
    static final String RARE_CLASS = "umbrella";
    static final List<String> RULES = List.of("random", "low-confidence", "event");
    static final int DEVICES = 200;
    static final int STREAMS = 8;
    static final int VERSIONS = 5;
    static final Instant BEGIN = Instant.parse("2026-10-01T00:00:00Z");
    static final Duration SPAN = Duration.ofDays(30);

    private static final int ROWS_A_TRANSACTION = 20_000;
    private static final double RARE = 0.001;
    private static final String COPY = """
            COPY sample (id, device_id, epoch, stream, sequence, captured_at, received_at, media_type, media, size_bytes, model,
                version, prediction, class, confidence, rules, value) FROM STDIN""";

    /** Each sample is of one of 2,000 scenes, of which it differs in some bits; every other one of none. */
    private static final String LOOKS = """
            INSERT INTO sample_look
            SELECT id, CASE sequence % 2
                WHEN 0 THEN hashint8extended(sequence % 4000, 28) # (1::bigint << (sequence / 7 % 63)::integer)
                    # (1::bigint << (sequence / 11 % 63)::integer)
                ELSE hashint8extended(sequence, 29) END
            FROM sample ON CONFLICT (id) DO NOTHING""";

    private final SplittableRandom random;
    private final int count;

    SearchRows(long seed, int count) {
        this.random = new SplittableRandom(seed);
        this.count = count;
    }

    /** Puts them into the database, with their devices, their model and what they look like, and labels every fifth of the older half. */
    void insert(Connection database) throws SQLException, IOException {
        try (Statement statement = database.createStatement()) {
            statement.execute(
                    "INSERT INTO model VALUES ('%s', '', 'image-classification', '{%s,%s}', 0.5, 0, 0, 0, 0, now())"
                            .formatted(MODEL, String.join(",", CLASSES), RARE_CLASS));
            statement.execute("INSERT INTO device (id) SELECT 'search-' || n FROM generate_series(0, %d) AS n"
                    .formatted(DEVICES - 1));
            copy(database.unwrap(PGConnection.class).getCopyAPI());
            statement.execute("""
                    UPDATE labelling_task SET state = 'labelled', class = sample.class, settled_by = 'bench', settled_at = now()
                    FROM sample WHERE sample.id = labelling_task.id AND sample.sequence %% 5 = 0 AND sample.sequence < %d""".formatted(count / 2));
            statement.execute(LOOKS);
            statement.execute("TRUNCATE look_due"); // there are no media to look at
            statement.execute("VACUUM ANALYZE sample, labelling_task, sample_look");
        }
    }

    private void copy(CopyManager copy) throws SQLException, IOException {
        for (int first = 0; first < count; first += ROWS_A_TRANSACTION) {
            var lines = new StringBuilder();
            for (int n = first; n < Math.min(count, first + ROWS_A_TRANSACTION); n++) {
                lines.append(line(n));
            }
            copy.copyIn(COPY, new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)));
        }
    }

    private String line(int n) {
        Instant at = BEGIN.plusMillis(SPAN.toMillis() * n / count);
        int device = (int) (DEVICES * Math.pow(random.nextDouble(), 2));
        int version = 1 + n * VERSIONS / count;
        boolean isRare = version > VERSIONS / 2 && random.nextDouble() < RARE;
        String label = isRare ? RARE_CLASS : CLASSES.get((int) (CLASSES.size() * Math.pow(random.nextDouble(), 2)));
        double confidence = Math.sqrt(random.nextDouble());
        return String.join(
                        "\t",
                        id(at).toString(),
                        "search-" + device,
                        "1",
                        "line-" + device % STREAMS,
                        String.valueOf(n + 1),
                        at.toString(),
                        at.toString(),
                        "image/png",
                        "\\\\x%016x%048x".formatted(random.nextLong(), n),
                        "20000",
                        MODEL,
                        String.valueOf(version),
                        String.format(
                                Locale.ROOT,
                                "{\"classes\": [{\"label\": \"%s\", \"score\": %.4f}]}",
                                label,
                                confidence),
                        label,
                        String.format(Locale.ROOT, "%.4f", confidence),
                        "{" + rule(confidence) + "}",
                        String.format(Locale.ROOT, "%.4f", random.nextDouble()))
                + "\n";
    }

    private String rule(double confidence) {
        if (random.nextDouble() < RARE) {
            return RULES.get(2);
        }
        return RULES.get(confidence < 0.5 ? 1 : 0);
    }

    /** As the hub makes them. */
    private UUID id(Instant at) {
        return new UUID(
                at.toEpochMilli() << 16 | 0x7000L | random.nextInt(1 << 12), random.nextLong() >>> 2 | Long.MIN_VALUE);
    }
}
