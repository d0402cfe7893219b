package io.fieldloop.lab.simulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;

/** Overwrites a page of an outbox that nobody uses, as a failing disk does. */
final class OutboxDamage {
    private static final int PAGE_BYTES = 4096;

    private OutboxDamage() {}

    /** Overwrites one of the pages with anything; returns which, from 1. */
    static long overwrite(Path outbox, SplittableRandom chances) throws IOException {
        foldLogIn(outbox);
        try (FileChannel file = FileChannel.open(outbox, StandardOpenOption.WRITE)) {
            long page = chances.nextLong(Math.max(1, file.size() / PAGE_BYTES));
            byte[] garbage = new byte[PAGE_BYTES];
            chances.nextBytes(garbage);
            file.write(ByteBuffer.wrap(garbage), page * PAGE_BYTES);
            return page + 1;
        }
    }

    /** Or else the write-ahead log might hold a sound copy of the page. */
    private static void foldLogIn(Path outbox) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + outbox);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException _) {
            // It is damaged already, and nothing of the log will be believed.
        }
    }
}
