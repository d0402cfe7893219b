package io.fieldloop.models.bundle;

import io.fieldloop.models.bundle.BundleIndex.Purpose;
import io.fieldloop.models.disk.BoundedStream;
import io.fieldloop.models.dsse.Envelope;
import io.fieldloop.models.json.JsonFields;
import io.fieldloop.models.json.MalformedJsonException;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;

/** A bundle that was found whole, and signed by somebody to be trusted. Any thread. */
public final class BundleFile {
    private static final int MAX_ENVELOPE_BYTES = 2 * BundleIndex.MAX_BYTES;
    private static final int CHUNK_BYTES = 1 << 16;

    private final Path file;
    private final BundleIndex index;

    /** Where each part begins, and the last one ends. */
    private final long[] offsets;

    private BundleFile(Path file, BundleIndex index, long[] offsets) {
        this.file = file;
        this.index = index;
        this.offsets = offsets;
    }

    /** Tells whether somebody to be trusted signed a bundle that speaks of a device. */
    @FunctionalInterface
    public interface Trust {
        /** Whether one of the signatures is good. */
        boolean in(Envelope signed, DeviceId device);
    }

    /**
     * Opens a bundle, and verifies all of it: its form, its signature, and every byte of its parts.
     *
     * @throws BundleException if it is not to be trusted
     * @throws IOException if it cannot be read
     */
    public static BundleFile open(Path file, Trust trust) throws IOException, BundleException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            Envelope envelope = envelope(in);
            BundleIndex index = index(envelope);
            if (!trust.in(envelope, index.device())) {
                throw new BundleException(
                        "is signed by nobody to be trusted with bundles of device %s".formatted(index.device()));
            }
            long[] offsets = offsets(index);
            if (offsets[index.parts().size()] != in.size() - Long.BYTES - envelopeBytes(in)) {
                throw new BundleException("does not have the size that its index tells; it is cut off or was changed");
            }
            var bundle = new BundleFile(file, index, offsets);
            for (int part = 0; part < index.parts().size(); part++) {
                bundle.verify(part);
            }
            return bundle;
        } catch (EOFException e) {
            throw new BundleException("is cut off", e);
        } catch (MalformedJsonException | IllegalArgumentException | ArithmeticException e) {
            throw new BundleException("is damaged: " + e.getMessage(), e);
        }
    }

    private static Envelope envelope(FileChannel in) throws IOException, BundleException, MalformedJsonException {
        if (!Arrays.equals(read(in, 0, BundleWriter.MAGIC.length), BundleWriter.MAGIC)) {
            throw new BundleException("is no bundle of Fieldloop");
        }
        long length = envelopeBytes(in);
        if (length < 1 || length > Math.min(MAX_ENVELOPE_BYTES, in.size() - Long.BYTES - BundleWriter.MAGIC.length)) {
            throw new BundleException("is cut off, or its end is damaged");
        }
        return Envelope.decode(read(in, in.size() - Long.BYTES - length, (int) length), MAX_ENVELOPE_BYTES);
    }

    private static long envelopeBytes(FileChannel in) throws IOException {
        return ByteBuffer.wrap(read(in, Math.max(0, in.size() - Long.BYTES), Long.BYTES))
                .getLong();
    }

    private static BundleIndex index(Envelope envelope) throws BundleException, MalformedJsonException {
        if (!envelope.payloadType().equals(BundleIndex.PAYLOAD_TYPE)) {
            throw new BundleException("is signed as something else than a bundle");
        }
        if (envelope.payload().size() > BundleIndex.MAX_BYTES) {
            throw new BundleException("has an index of more than %d bytes".formatted(BundleIndex.MAX_BYTES));
        }
        return BundleIndex.decode(envelope.payload().toArray());
    }

    private static long[] offsets(BundleIndex index) {
        long[] offsets = new long[index.parts().size() + 1];
        offsets[0] = BundleWriter.MAGIC.length;
        for (int part = 0; part < index.parts().size(); part++) {
            offsets[part + 1] =
                    Math.addExact(offsets[part], index.parts().get(part).sizeBytes());
        }
        return offsets;
    }

    private static byte[] read(FileChannel in, long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (in.read(bytes, offset + bytes.position()) < 0) {
                throw new EOFException("the file ends too early");
            }
        }
        return bytes.array();
    }

    private void verify(int part) throws IOException, BundleException {
        MessageDigest digest = Sha256.digest();
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream content = content(part)) {
            for (int n = content.read(chunk); n >= 0; n = content.read(chunk)) {
                digest.update(chunk, 0, n);
            }
        }
        if (!Sha256.ofDigest(digest.digest()).equals(index.parts().get(part).digest())) {
            throw new BundleException("is damaged: part %d of %d is not what was signed"
                    .formatted(part + 1, index.parts().size()));
        }
    }

    /**
     * Refuses a bundle that is not for this.
     *
     * @throws BundleException if it has another purpose, or names another device
     */
    public BundleFile require(Purpose purpose, DeviceId device) throws BundleException {
        if (!index.device().equals(device)) {
            throw new BundleException("is of device %s, not of %s".formatted(index.device(), device));
        }
        if (index.purpose() != purpose) {
            throw new BundleException(
                    "brings %s, not %s".formatted(JsonFields.word(index.purpose()), JsonFields.word(purpose)));
        }
        return this;
    }

    /** What it holds. */
    public BundleIndex index() {
        return index;
    }

    /**
     * Reads a part that is small.
     *
     * @param part counted from 0, as in the index
     * @param maxBytes the most that it may have
     * @throws BundleException if it has more
     * @throws IOException if it cannot be read
     */
    public byte[] bytes(int part, int maxBytes) throws IOException, BundleException {
        if (index.parts().get(part).sizeBytes() > maxBytes) {
            throw new BundleException("holds a %s of more than %d bytes"
                    .formatted(JsonFields.word(index.parts().get(part).content()), maxBytes));
        }
        try (InputStream content = content(part)) {
            return content.readAllBytes();
        }
    }

    /**
     * Reads a part.
     *
     * @param part counted from 0, as in the index
     * @throws IOException if it cannot be read
     */
    public InputStream content(int part) throws IOException {
        FileChannel in = FileChannel.open(file, StandardOpenOption.READ).position(offsets[part]);
        return new BoundedStream(Channels.newInputStream(in), offsets[part + 1] - offsets[part]);
    }
}
