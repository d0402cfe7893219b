package io.fieldloop.models.bundle;

import io.fieldloop.models.bundle.BundleIndex.Purpose;
import io.fieldloop.models.bundle.Part.Content;
import io.fieldloop.models.disk.DurableFile;
import io.fieldloop.models.dsse.Envelope;
import io.fieldloop.models.dsse.EnvelopeSignature;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes a bundle beside its place, and moves it there when it is whole. One thread. */
public final class BundleWriter implements AutoCloseable {
    static final byte[] MAGIC = "fieldloop-bundle-1\n".getBytes(StandardCharsets.US_ASCII);

    private static final int CHUNK_BYTES = 1 << 16;
    private static final int A_FEW = 4;

    private final Path file;
    private final Path unfinished;
    private final FileChannel out;
    private final List<Part> parts = new ArrayList<>();

    /**
     * Begins a bundle.
     *
     * @throws IOException if nothing can be written where it shall be
     */
    public BundleWriter(Path file) throws IOException {
        this.file = file.toAbsolutePath();
        this.unfinished = this.file.resolveSibling("." + this.file.getFileName() + ".part");
        this.out = FileChannel.open(
                unfinished, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        write(ByteBuffer.wrap(MAGIC));
    }

    /** Whether a few parts more fit that have so many bytes together. */
    public boolean hasRoomFor(long moreBytes) throws IOException {
        return parts.size() + A_FEW <= BundleIndex.MAX_PARTS
                && out.position() + moreBytes <= BundleIndex.MAX_CONTENT_BYTES;
    }

    /**
     * Adds a part.
     *
     * @throws IOException if it cannot be written
     */
    public void add(Content content, byte[] bytes) throws IOException {
        add(content, new ByteArrayInputStream(bytes));
    }

    /**
     * Adds a part.
     *
     * @param bytes read to their end, not closed
     * @throws IOException if they cannot be read or written
     */
    public void add(Content content, InputStream bytes) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] chunk = new byte[CHUNK_BYTES];
        long sizeBytes = 0;
        for (int n = bytes.read(chunk); n >= 0; n = bytes.read(chunk)) {
            digest.update(chunk, 0, n);
            write(ByteBuffer.wrap(chunk, 0, n));
            sizeBytes += n;
        }
        parts.add(new Part(content, Sha256.ofDigest(digest.digest()), sizeBytes));
    }

    /**
     * Signs the bundle, and returns when it is in its place on the disk.
     *
     * @param keyId a hint by which verifiers find the public key
     * @throws IOException if it cannot be written
     * @throws InvalidKeyException if the key cannot sign
     */
    public void finish(Purpose purpose, DeviceId device, Instant at, String keyId, PrivateKey key)
            throws IOException, InvalidKeyException {
        Bytes index = Bytes.wrap(new BundleIndex(purpose, device, at, parts).encode());
        Envelope signed = EnvelopeSignature.sign(BundleIndex.PAYLOAD_TYPE, index, keyId, key);
        byte[] envelope = signed.encode();
        write(ByteBuffer.wrap(envelope));
        write(ByteBuffer.allocate(Long.BYTES).putLong(envelope.length).flip());
        out.force(true);
        out.close();
        DurableFile.moveIntoPlace(unfinished, file);
    }

    private void write(ByteBuffer rest) throws IOException {
        while (rest.hasRemaining()) {
            out.write(rest);
        }
    }

    /** Leaves nothing behind, unless it was finished. */
    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(unfinished);
    }
}
