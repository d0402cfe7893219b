package io.fieldloop.hub.bundles;

import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.hub.ingest.Intake;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.security.Audit;
import io.fieldloop.hub.security.DeviceCertificates;
import io.fieldloop.models.bundle.BundleException;
import io.fieldloop.models.bundle.BundleFile;
import io.fieldloop.models.bundle.BundleIndex.Purpose;
import io.fieldloop.models.bundle.Part;
import io.fieldloop.models.dsse.Envelope;
import io.fieldloop.models.dsse.EnvelopeSignature;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.message.DeviceMessage;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.Upload;
import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in the samples of bundles. Thread-safe. */
@Singleton
class SampleImport {
    private static final Logger LOG = LoggerFactory.getLogger(SampleImport.class);

    private final Jdbi jdbi;
    private final DeviceCertificates certificates;
    private final BlobStore blobs;
    private final Intake intake;
    private final Audit audit;

    SampleImport(Jdbi jdbi, DeviceCertificates certificates, BlobStore blobs, Intake intake, Audit audit) {
        this.jdbi = jdbi;
        this.certificates = certificates;
        this.blobs = blobs;
        this.intake = intake;
        this.audit = audit;
    }

    /**
     * Takes in a bundle. Messages of no use go to quarantine, the others are stored.
     *
     * @return receipts for all samples that are stored
     * @throws BundleException if it is not to be trusted; nothing of it is stored
     * @throws IOException if the disk fails; what was stored stays, and the bundle may be taken in again
     */
    ReceiptList take(Path file, String by) throws IOException, BundleException {
        BundleFile bundle = BundleFile.open(file, this::isOfDevice);
        DeviceId device = bundle.index().device();
        bundle.require(Purpose.SAMPLES, device);
        requireSamplesOnly(bundle);
        var receipts = new ReceiptList(device);
        for (int part = 0; part < bundle.index().parts().size(); part++) {
            switch (bundle.index().parts().get(part).content()) {
                case MEDIA -> store(bundle, part);
                case MESSAGE -> take(bundle.bytes(part, Wire.MAX_MESSAGE_BYTES), receipts);
                case MANIFEST, FILE -> throw new IllegalStateException("checked before");
            }
        }
        jdbi.useTransaction(transaction -> audit.record(transaction, by, "bundle.import", device.value()));
        LOG.info("bundle taken in device={} samples={} refused={}", device, receipts.samples(), receipts.refused());
        return receipts;
    }

    private boolean isOfDevice(Envelope envelope, DeviceId device) {
        Optional<PublicKey> key = jdbi.withHandle(handle -> certificates.keyOf(handle, device));
        try {
            return key.isPresent() && EnvelopeSignature.isBy(key.get(), envelope);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("the hub certified a key that cannot verify", e);
        }
    }

    private static void requireSamplesOnly(BundleFile bundle) throws BundleException {
        for (Part part : bundle.index().parts()) {
            boolean belongs = switch (part.content()) {
                case MEDIA -> part.sizeBytes() <= Upload.MAX_SIZE_BYTES;
                case MESSAGE -> part.sizeBytes() <= Wire.MAX_MESSAGE_BYTES;
                case MANIFEST, FILE -> false;
            };
            if (!belongs) {
                throw new BundleException("holds something else than samples, or more than a sample may have");
            }
        }
    }

    private void store(BundleFile bundle, int part) throws IOException {
        try (InputStream content = bundle.content(part)) {
            blobs.put(content, Upload.MAX_SIZE_BYTES);
        }
    }

    private void take(byte[] message, ReceiptList receipts) {
        try {
            DeviceMessage decoded = Wire.decodeDeviceMessage(message);
            if (decoded instanceof SampleBatch batch) {
                receipts.add(intake.samples(receipts.device(), batch.stream(), message));
            } else {
                receipts.refuse();
            }
        } catch (WireException | ProblemException e) {
            LOG.warn("bundle message refused device={} reason={}", receipts.device(), e.getMessage());
            receipts.refuse();
        }
    }
}
