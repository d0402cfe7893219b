package io.fieldloop.agent;

import io.fieldloop.agent.disk.AtomicFile;
import io.fieldloop.models.bundle.BundleException;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the hub wanted of this device last, and whether it said so itself or somebody carried it. What was carried is followed at every
 * start, until the hub itself says something. Any thread.
 */
final class LastDesired {
    private static final int MAX_BYTES = Wire.MAX_MESSAGE_BYTES + 1;
    private static final byte HEARD = 'h';
    private static final byte CARRIED = 'c';

    private final AtomicFile file;

    /** Takes the file, which need not be there. */
    LastDesired(Path path) {
        this.file = new AtomicFile(path);
    }

    /** The hub said it. */
    synchronized void heard(DesiredState desired) throws IOException {
        keep(HEARD, desired);
    }

    /**
     * Somebody carried it.
     *
     * @throws BundleException if the hub wanted something newer already
     */
    synchronized void carried(DesiredState desired) throws IOException, BundleException {
        requireNotOlder(desired);
        keep(CARRIED, desired);
    }

    /**
     * Refuses what is older than what is known.
     *
     * @throws BundleException if it is
     */
    synchronized void requireNotOlder(DesiredState desired) throws IOException, BundleException {
        long known = last().map(DesiredState::revision).orElse(Long.MIN_VALUE);
        if (desired.revision() < known) {
            throw new BundleException("is outdated: it brings revision %d, and this device knows %d; export a new one"
                    .formatted(desired.revision(), known));
        }
    }

    /** What is to be followed at the start, if it was carried. */
    synchronized Optional<DesiredState> toFollow() throws IOException {
        Optional<byte[]> kept = file.read(MAX_BYTES).filter(content -> content.length > 0 && content[0] == CARRIED);
        return kept.isPresent() ? last() : Optional.empty();
    }

    private Optional<DesiredState> last() throws IOException {
        Optional<byte[]> kept = file.read(MAX_BYTES).filter(content -> content.length > 0);
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] message = Arrays.copyOfRange(kept.get(), 1, kept.get().length);
            if (Wire.decodeHubMessage(message) instanceof DesiredState desired) {
                return Optional.of(desired);
            }
        } catch (WireException _) {
            // told below: it makes no sense either way
        }
        file.moveAside();
        return Optional.empty();
    }

    private void keep(byte origin, DesiredState desired) throws IOException {
        byte[] content;
        try {
            byte[] message = Wire.encode(desired);
            content = new byte[message.length + 1];
            content[0] = origin;
            System.arraycopy(message, 0, content, 1, message.length);
        } catch (WireException e) {
            throw new IllegalStateException("it came in a message", e);
        }
        if (!Arrays.equals(content, file.read(MAX_BYTES).orElse(new byte[0]))) {
            file.write(content);
        }
    }
}
