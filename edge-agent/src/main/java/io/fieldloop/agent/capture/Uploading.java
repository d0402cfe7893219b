package io.fieldloop.agent.capture;

import io.fieldloop.agent.capture.UploadTarget.RefusedException;
import io.fieldloop.agent.link.Backoff;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.SampleBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings samples with large media to the hub, the most valuable first: the media in pieces, from where the hub has them, then the
 * message that names them. Only the receipts that answer it let the outbox go of them. Its methods may be called by any thread.
 */
public final class Uploading implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Uploading.class);

    /** What is lost at most when a connection breaks without a word. */
    static final int PIECE_BYTES = 256 << 10;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Outbox outbox;
    private final UploadTarget hub;
    private final Allowance allowance;
    private final Backoff backoff;
    private final Worker worker = new Worker("uploading", this::work, () -> {});

    /** Belongs to the worker. */
    private long notBefore = System.nanoTime();

    /**
     * Prepares to upload.
     *
     * @param allowance shared with {@link Shipping}
     * @param backoff for a hub that does not answer
     */
    public Uploading(Outbox outbox, UploadTarget hub, Allowance allowance, Backoff backoff) {
        this.outbox = outbox;
        this.hub = hub;
        this.allowance = allowance;
        this.backoff = backoff;
    }

    /** Begins. */
    public void start() {
        outbox.onChange(worker::tell);
        worker.start();
    }

    /** Takes nothing more; what is under way goes on after the next start. */
    @Override
    public void close() {
        worker.close();
    }

    /** The outermost frame of this thread: whatever fails is tried again. */
    private Duration work() throws InterruptedException {
        try {
            Optional<LargeSample> next = next();
            while (next.isPresent()) {
                upload(next.get());
                next = next();
            }
        } catch (IOException e) {
            LOG.warn("uploading: {}", e.getMessage());
            pause();
        } catch (RuntimeException e) {
            LOG.error("uploading: failed in an unforeseen way", e);
            pause();
        }
        return untilNextLook();
    }

    private Duration untilNextLook() {
        long leftNanos = notBefore - System.nanoTime();
        return leftNanos > 0 && leftNanos < LOOK_EVERY.toNanos() ? Duration.ofNanos(leftNanos) : LOOK_EVERY;
    }

    private void pause() {
        notBefore = System.nanoTime() + backoff.pause().toNanos();
    }

    private Optional<LargeSample> next() throws IOException, InterruptedException {
        boolean may = !worker.isClosed() && System.nanoTime() - notBefore >= 0 && allowance.bytes() > 0;
        return may ? outbox.takeLarge() : Optional.empty();
    }

    /** What is refused stays in flight, so that others go first, until it waited for a receipt for too long. */
    private void upload(LargeSample sample) throws IOException, InterruptedException {
        try {
            if (bring(sample)) {
                finish(sample.message());
                backoff.reset();
            } else {
                outbox.putBack(sample);
            }
        } catch (RefusedException e) {
            LOG.warn("uploading: media {} are refused: {}", sample.upload().digest(), e.getMessage());
            if (isDamaged(sample)) {
                outbox.giveUpUnreadable(sample);
            }
        } catch (IOException e) {
            outbox.putBack(sample);
            throw e;
        }
    }

    /** Brings the media as far as it may go now; false if that is not to their end. */
    private boolean bring(LargeSample sample) throws IOException, RefusedException, InterruptedException {
        long size = sample.upload().sizeBytes();
        long offset = hub.begin(sample.upload());
        while (offset < size) {
            long allowed = Math.min(allowance.bytes(), Math.min(PIECE_BYTES, size - offset));
            if (worker.isClosed() || allowed <= 0 || !outbox.keepInFlight(sample)) {
                return false;
            }
            byte[] piece = read(sample.media(), offset, (int) allowed);
            if (piece.length == 0) {
                throw new RefusedException("their file ends at byte %d of %d".formatted(offset, size));
            }
            allowance.spend(piece.length);
            offset = hub.append(sample.upload(), offset, piece);
        }
        return true;
    }

    private void finish(SampleBatch message) throws IOException, RefusedException, InterruptedException {
        long released = outbox.release(hub.finish(message));
        LOG.debug("uploading: stream={} released={}", message.stream(), released);
    }

    private static byte[] read(Path media, long offset, int length) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(length);
        try (FileChannel file = FileChannel.open(media, StandardOpenOption.READ)) {
            while (piece.hasRemaining() && file.read(piece, offset + piece.position()) >= 0) {
                // until the piece is whole, or the file ends, which a damaged one may do early
            }
        }
        return Arrays.copyOf(piece.array(), piece.position());
    }

    private static boolean isDamaged(LargeSample sample) throws IOException {
        return !Sha256.ofFile(sample.media()).equals(sample.upload().digest());
    }
}
