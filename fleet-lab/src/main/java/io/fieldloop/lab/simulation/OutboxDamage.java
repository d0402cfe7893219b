package io.fieldloop.lab.simulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;

/** Overwrites a page of an outbox that nobody uses, as a failing disk does. */
final class OutboxDamage {
    private static final int PAGE_BYTES = 4096;

    private OutboxDamage() {}

    /** Overwrites one of the pages with anything; returns which, from 1. */
    static long overwrite(DeviceFolder device, SplittableRandom chances) throws IOException, InterruptedException {
        OutboxCopy outbox = OutboxCopy.of(device);
        foldJournalIn(outbox);
        long page;
        try (FileChannel file = FileChannel.open(outbox.file(), StandardOpenOption.WRITE)) {
            page = chances.nextLong(Math.max(1, file.size() / PAGE_BYTES));
            byte[] garbage = new byte[PAGE_BYTES];
            chances.nextBytes(garbage);
            file.write(ByteBuffer.wrap(garbage), page * PAGE_BYTES);
        }
        outbox.putBack(device);
        return page + 1;
    }

    /** Or else the journal might hold a sound copy of the page. */
    private static void foldJournalIn(OutboxCopy outbox) {
        try (Connection connection = outbox.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException _) {
            // It is damaged already, and nothing of the journal will be believed.
        }
    }
}
