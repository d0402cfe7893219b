package io.fieldloop.hub.broker;

import org.apache.activemq.artemis.core.server.files.FileStoreMonitor;
import org.apache.activemq.artemis.core.server.files.FileStoreMonitor.FileStoreMonitorType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells when the broker takes nothing more for lack of room, and when it does again; Artemis itself tells nobody. */
final class DiskWatch implements FileStoreMonitor.Callback {
    /** With less room than this on the disk of its folders the broker takes nothing, and ends the connections of those who publish. */
    static final long LEAST_FREE_BYTES = 1L << 30;

    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
    private static final long MEBIBYTE = 1L << 20;

    private volatile boolean isFull;

    /** Whether there is too little room. */
    boolean isFull() {
        return isFull;
    }

    @Override
    public void tick(long usableSpace, long totalSpace, boolean withinLimit, FileStoreMonitorType type) {
        if (!withinLimit && !isFull) {
            LOG.warn(
                    "the disk is full: the broker takes nothing until it has room, devices keep what they have freeMiB={} neededMiB={}",
                    usableSpace / MEBIBYTE,
                    LEAST_FREE_BYTES / MEBIBYTE);
        } else if (withinLimit && isFull) {
            LOG.info("the disk has room again freeMiB={}", usableSpace / MEBIBYTE);
        }
        isFull = !withinLimit;
    }
}
