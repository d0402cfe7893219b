package io.fieldloop.hub.datasets;

import io.fieldloop.protocol.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Digests the canonical text of a snapshot, which the description of this package defines, item by item. */
final class SnapshotIdentity {
    private final MessageDigest digest = Sha256.digest();
    private String previous = "";

    SnapshotIdentity(String dataset, Split split) {
        line("fieldloop-snapshot 1");
        line("dataset " + dataset);
        line("seed " + split.seed());
        line("test-share " + split.testShare().toPlainString());
    }

    /**
     * Adds the next item.
     *
     * @throws IllegalStateException if it does not follow the one before
     */
    void add(Sha256 media, String className, Origin origin, boolean unbiased) {
        if (media.hex().compareTo(previous) <= 0) {
            throw new IllegalStateException("item %s does not follow %s".formatted(media, previous));
        }
        previous = media.hex();
        line("%s %s %s %s".formatted(media, origin.word(), unbiased ? "unbiased" : "chosen", className));
    }

    /** The id; nothing can be added after it. */
    Sha256 finish() {
        return Sha256.ofDigest(digest.digest());
    }

    private void line(String text) {
        digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
