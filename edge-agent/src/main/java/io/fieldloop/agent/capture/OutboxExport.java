package io.fieldloop.agent.capture;

import io.fieldloop.models.bundle.BundleWriter;
import io.fieldloop.models.bundle.Part.Content;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Writes what waits in an outbox into a bundle, the most valuable first, as far as a bundle has room. The outbox lets nothing go: that
 * takes the receipts of the hub. What was written is in flight until the outbox is opened again. One thread.
 */
public final class OutboxExport {
    private final Outbox outbox;
    private final BundleWriter bundle;
    private final Set<Sha256> media = new HashSet<>();

    private OutboxExport(Outbox outbox, BundleWriter bundle) {
        this.outbox = outbox;
        this.bundle = bundle;
    }

    /**
     * Writes what waits.
     *
     * @return how many samples that are
     * @throws IOException if the disk fails
     */
    public static long write(Outbox outbox, BundleWriter bundle) throws IOException, InterruptedException {
        var export = new OutboxExport(outbox, bundle);
        return export.small() + export.large();
    }

    private long small() throws IOException, InterruptedException {
        long samples = 0;
        while (bundle.hasRoomFor(Wire.MAX_MESSAGE_BYTES)) {
            Optional<Shipment> next = outbox.take();
            if (next.isEmpty()) {
                return samples;
            }
            samples += add(next.get().batch());
        }
        return samples;
    }

    private long large() throws IOException, InterruptedException {
        long samples = 0;
        for (var next = outbox.takeLarge(); next.isPresent(); next = outbox.takeLarge()) {
            LargeSample sample = next.get();
            if (!bundle.hasRoomFor(Wire.MAX_MESSAGE_BYTES + sample.upload().sizeBytes())) {
                return samples;
            }
            if (!sample.upload().digest().equals(Sha256.ofFile(sample.media()))) {
                outbox.giveUpUnreadable(sample);
                continue;
            }
            if (media.add(sample.upload().digest())) {
                try (InputStream content = Files.newInputStream(sample.media())) {
                    bundle.add(Content.MEDIA, content);
                }
            }
            samples += add(sample.message());
        }
        return samples;
    }

    private int add(SampleBatch batch) throws IOException {
        try {
            bundle.add(Content.MESSAGE, Wire.encode(batch));
            return batch.samples().size();
        } catch (WireException e) {
            throw new IllegalStateException("the outbox bounds its messages", e);
        }
    }
}
