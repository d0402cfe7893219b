package io.fieldloop.lab.bench;

import io.fieldloop.protocol.message.Sample;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** PostgreSQL's COPY alone: the rows of a load into tables like the hub's, with their indexes, a thousand samples a transaction. */
final class CopyTurn {
    private static final int SAMPLES_A_TRANSACTION = 1_000;
    private static final int MOST_BYTES_A_TRANSACTION = 8 << 20;
    private static final HexFormat HEX = HexFormat.of();
    private static final String SAMPLES = """
            COPY bench_sample (id, device_id, epoch, stream, sequence, captured_at, media_type, media, size_bytes, model,
                version, prediction, class, confidence, rules, value) FROM STDIN""";

    private CopyTurn() {}

    /** Samples a second, the time to write the rows as text left out. */
    static double perSecond(Connection database, IngestLoad load) throws SQLException, IOException {
        try (Statement statement = database.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS bench_sample (LIKE sample INCLUDING ALL)");
            statement.execute("CREATE TABLE IF NOT EXISTS bench_blob (LIKE small_blob INCLUDING ALL)");
            statement.execute("TRUNCATE bench_sample, bench_blob");
        }
        database.setAutoCommit(false);
        CopyManager copy = database.unwrap(PGConnection.class).getCopyAPI();
        int together = Math.clamp(MOST_BYTES_A_TRANSACTION / load.mediaBytes(), 1, SAMPLES_A_TRANSACTION);
        long nanos = 0;
        List<Row> rows = new ArrayList<>();
        for (int device = 0; device < load.devices(); device++) {
            for (int message = 0; message < load.messages(); message++) {
                for (Sample sample : load.batch(1, device, message).samples()) {
                    rows.add(new Row(IngestHub.device(device).value(), sample));
                }
                if (rows.size() >= together) {
                    nanos += copy(database, copy, rows);
                    rows.clear();
                }
            }
        }
        nanos += copy(database, copy, rows);
        database.setAutoCommit(true);
        return load.allSamples() / (nanos / 1e9);
    }

    /** One transaction; how many nanoseconds it took. */
    private static long copy(Connection database, CopyManager copy, List<Row> rows) throws SQLException, IOException {
        byte[] samples = text(rows.stream().map(Row::sampleLine).toList());
        byte[] media = text(rows.stream().map(Row::mediaLine).toList());
        long began = System.nanoTime();
        copy.copyIn("COPY bench_blob FROM STDIN", new ByteArrayInputStream(media));
        copy.copyIn(SAMPLES, new ByteArrayInputStream(samples));
        database.commit();
        return System.nanoTime() - began;
    }

    private static byte[] text(List<String> lines) {
        return String.join("", lines).getBytes(StandardCharsets.UTF_8);
    }

    private record Row(String device, Sample sample) {
        String mediaLine() {
            return "\\\\x%s\t\\\\x%s\n"
                    .formatted(
                            sample.media().sha256().hex(),
                            HEX.formatHex(sample.media().toArray()));
        }

        String sampleLine() {
            List<String> columns = List.of(
                    UUID.randomUUID().toString(),
                    device,
                    "1",
                    IngestLoad.STREAM.value(),
                    String.valueOf(sample.sequence()),
                    sample.capturedAt().toString(),
                    sample.mediaType(),
                    "\\\\x" + sample.media().sha256().hex(),
                    String.valueOf(sample.media().size()),
                    sample.model().model().value(),
                    String.valueOf(sample.model().version()),
                    "{\"classes\": [{\"label\": \"shirt\", \"score\": 0.75}]}",
                    "shirt",
                    "0.75",
                    "{random}",
                    String.valueOf(sample.value()));
            return String.join("\t", columns) + "\n";
        }
    }
}
