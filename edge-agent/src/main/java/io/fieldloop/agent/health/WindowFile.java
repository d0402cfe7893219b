package io.fieldloop.agent.health;

import io.fieldloop.agent.disk.AtomicFile;
import io.fieldloop.protocol.message.BehaviourReport;
import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps windows that are over: the number of those that were lost, then each report as it is on the wire, its length before it.
 * One thread at a time.
 */
record WindowFile(AtomicFile file) {
    private static final Logger LOG = LoggerFactory.getLogger(WindowFile.class);
    private static final int MAX_BYTES = Long.BYTES + Pending.MOST * (Integer.BYTES + Wire.MAX_MESSAGE_BYTES);

    /**
     * What is kept; nothing if there is no file. One that makes no sense is moved aside and counts as a window that was lost.
     *
     * @throws IOException if the disk fails
     */
    Kept read() throws IOException {
        byte[] content = file.read(MAX_BYTES).orElse(new byte[Long.BYTES]);
        try {
            return parse(content);
        } catch (IOException | WireException e) {
            LOG.warn("{} makes no sense and is moved aside; what it held is lost: {}", file, e.getMessage());
            file.moveAside();
            return new Kept(1, List.of());
        }
    }

    private static Kept parse(byte[] content) throws IOException, WireException {
        var in = new DataInputStream(new ByteArrayInputStream(content));
        long lost = in.readLong();
        if (lost < 0 || lost > BehaviourReport.MOST_LOST) {
            throw new IOException("%d windows cannot be lost".formatted(lost));
        }
        List<BehaviourReport> reports = new ArrayList<>();
        while (in.available() > 0) {
            int length = in.readInt();
            if (length < 0 || length > in.available() || reports.size() == Pending.MOST) {
                throw new IOException("it is cut off, or too long");
            }
            reports.add(report(in.readNBytes(length)));
        }
        return new Kept(lost, reports);
    }

    private static BehaviourReport report(byte[] encoded) throws IOException, WireException {
        if (Wire.decodeDeviceMessage(encoded) instanceof BehaviourReport report) {
            return report;
        }
        throw new IOException("it holds another message");
    }

    /**
     * Replaces what is kept.
     *
     * @throws IOException if the disk refuses; what was kept before still is
     */
    void write(Kept kept) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeLong(kept.lost);
        for (BehaviourReport report : kept.reports) {
            byte[] encoded = encode(report);
            out.writeInt(encoded.length);
            out.write(encoded);
        }
        file.write(bytes.toByteArray());
    }

    private static byte[] encode(BehaviourReport report) throws IOException {
        try {
            return Wire.encode(report);
        } catch (WireException e) {
            throw new IOException("a report does not fit the wire", e);
        }
    }

    /**
     * What outlives the agent.
     *
     * @param lost how many windows will have been lost if this is found at the next start
     * @param reports the oldest first
     */
    record Kept(long lost, List<BehaviourReport> reports) {
        Kept {
            reports = List.copyOf(reports);
        }
    }
}
