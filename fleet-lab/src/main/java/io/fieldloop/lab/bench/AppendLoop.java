package io.fieldloop.lab.bench;

import io.fieldloop.agent.capture.Bounds;
import io.fieldloop.agent.capture.Captured;
import io.fieldloop.agent.capture.Outbox;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Uptime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A program that appends records of 256 B, and each group of them durably; prints how many nanoseconds it took. */
final class AppendLoop {
    private static final int RECORD_BYTES = 256;
    private static final double WARM_UP = 0.2;
    private static final StreamName STREAM = new StreamName("line");
    private static final Uptime UPTIME = new Uptime(1, 1);

    private final Path folder;
    private final int group;
    private final int groups;
    private final Random random = new Random(1);

    /** Where records go. */
    enum Store {
        /** As media of samples of all values, with what the hub needs to know of them. */
        OUTBOX,
        /** Into a table of numbered records, as durably as in the outbox. */
        SQLITE,
        /** The same, and the driver is kept from asking for the number of each record, as the outbox keeps it. */
        SQLITE_UNASKED,
        /** To the end of a file. */
        FILE
    }

    private AppendLoop(Path folder, int group, int groups) {
        this.folder = folder;
        this.group = group;
        this.groups = groups;
    }

    /** Runs it: {@code FOLDER STORE GROUP GROUPS}. */
    public static void main(String[] arguments) throws IOException, SQLException, InterruptedException {
        var loop =
                new AppendLoop(Path.of(arguments[0]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        System.out.println(
                switch (Store.valueOf(arguments[1])) {
                    case OUTBOX -> loop.outbox();
                    case SQLITE -> loop.sqlite("");
                    case SQLITE_UNASKED -> loop.sqlite("?jdbc.get_generated_keys=false");
                    case FILE -> loop.file();
                });
    }

    private long outbox() throws IOException, SQLException, InterruptedException {
        try (Outbox outbox = Outbox.open(folder.resolve("outbox.db"), new Bounds(1L << 40, 0), random)) {
            return nanos(() -> {
                List<Captured> samples = new ArrayList<>(group);
                for (int i = 0; i < group; i++) {
                    samples.add(captured());
                }
                outbox.append(STREAM, samples);
            });
        }
    }

    /** Every other one is of the random share, which all have the same value. */
    private Captured captured() {
        boolean unbiased = random.nextBoolean();
        return new Captured(
                Instant.EPOCH,
                Optional.of(UPTIME),
                "image/png",
                Bytes.wrap(record()),
                ModelRef.of("fashion", 1),
                new Classified(List.of(new ClassScore("Coat", 0.5))),
                List.of(unbiased ? "random" : "low-confidence"),
                unbiased ? 0.5 : random.nextDouble());
    }

    private long sqlite(String options) throws IOException, SQLException, InterruptedException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("records.db") + options);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA wal_autocheckpoint = 4096");
            statement.execute("CREATE TABLE record (id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO record (body) VALUES (?)");
                    PreparedStatement begin = connection.prepareStatement("BEGIN IMMEDIATE");
                    PreparedStatement commit = connection.prepareStatement("COMMIT")) {
                return nanos(() -> {
                    begin.execute();
                    for (int i = 0; i < group; i++) {
                        insert.setBytes(1, record());
                        insert.executeUpdate();
                    }
                    commit.execute();
                });
            }
        }
    }

    private long file() throws IOException, SQLException, InterruptedException {
        var options = List.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ByteBuffer records = ByteBuffer.allocateDirect(group * RECORD_BYTES);
        try (FileChannel channel =
                FileChannel.open(folder.resolve("records"), options.toArray(StandardOpenOption[]::new))) {
            return nanos(() -> {
                for (int i = 0; i < group; i++) {
                    records.put(record());
                }
                records.flip();
                while (records.hasRemaining()) {
                    channel.write(records);
                }
                channel.force(false);
                records.clear();
            });
        }
    }

    private byte[] record() {
        byte[] record = new byte[RECORD_BYTES];
        random.nextBytes(record);
        return record;
    }

    /** How long all groups take, after some that are not timed. */
    private long nanos(Append append) throws IOException, SQLException, InterruptedException {
        for (int i = 0; i < groups * WARM_UP; i++) {
            append.group();
        }
        long begun = System.nanoTime();
        for (int i = 0; i < groups; i++) {
            append.group();
        }
        return System.nanoTime() - begun;
    }

    @FunctionalInterface
    private interface Append {
        void group() throws IOException, SQLException, InterruptedException;
    }
}
