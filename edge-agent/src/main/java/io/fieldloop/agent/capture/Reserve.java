package io.fieldloop.agent.capture;

import io.fieldloop.models.disk.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of no meaning beside a database, which keeps room for it: on a disk that is full to the last byte it is given up, and what it
 * took is enough to open the database and to go on with the ledger. Belongs to the thread of its {@link Outbox}.
 */
record Reserve(Path database) {
    private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);

    /** A new database takes about 80 KiB and its journal as much; the rest is for what waits in the journal of an old one. */
    private static final int BYTES = 256 << 10;

    /** With less than this on the disk, the next samples would make it be given up again. */
    private static final long PLENTY_BYTES = 1 << 20;

    /** Takes the room unless it has it; false if the disk has hardly more. */
    boolean take() {
        if (Files.exists(file())) {
            return true;
        }
        if (database.toFile().getUsableSpace() < PLENTY_BYTES) {
            return false;
        }
        byte[] content = new byte[BYTES];
        new SplittableRandom(BYTES).nextBytes(content); // zeros would take no room in some file systems
        try {
            DurableFile.write(file(), content);
            return true;
        } catch (IOException e) {
            LOG.warn("outbox: no room can be reserved: {}", e.toString());
            return false;
        }
    }

    /** Gives the room up; false if there was none, or it cannot be. */
    boolean giveUp() {
        try {
            return Files.deleteIfExists(file());
        } catch (IOException e) {
            LOG.warn("outbox: the reserved room cannot be given up: {}", e.getMessage());
            return false;
        }
    }

    private Path file() {
        return Path.of(database + "-reserve");
    }
}
