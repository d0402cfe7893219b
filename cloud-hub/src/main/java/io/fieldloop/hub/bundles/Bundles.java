package io.fieldloop.hub.bundles;

import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.registry.Registry;
import io.fieldloop.hub.rollouts.DesiredStates;
import io.fieldloop.hub.security.HubKeys;
import io.fieldloop.hub.security.SigningKey;
import io.fieldloop.models.bundle.BundleIndex.Purpose;
import io.fieldloop.models.bundle.BundleWriter;
import io.fieldloop.models.bundle.Part.Content;
import io.fieldloop.models.pack.FileRef;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.message.HubMessage;
import io.fieldloop.protocol.message.Offer;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/** Writes bundles for devices, signed by the hub. Thread-safe. */
@Singleton
class Bundles {
    private final DesiredStates desiredStates;
    private final Registry registry;
    private final BlobStore blobs;
    private final BundleFolder folder;
    private final SigningKey key;
    private final InstantSource clock;

    Bundles(
            DesiredStates desiredStates,
            Registry registry,
            BlobStore blobs,
            BundleFolder folder,
            HubKeys keys,
            InstantSource clock) {
        this.desiredStates = desiredStates;
        this.registry = registry;
        this.blobs = blobs;
        this.folder = folder;
        this.key = keys.signingKey();
        this.clock = clock;
    }

    /** Writes receipts into a file, which is the caller's. */
    Path receipts(ReceiptList list) throws IOException {
        return write(Purpose.RECEIPTS, list.device(), bundle -> {
            for (Receipts receipts : list.receipts()) {
                bundle.add(Content.MESSAGE, encode(receipts));
            }
        });
    }

    /**
     * Writes what is wanted of a device now into a file, which is the caller's: what would be published for it, and the packages that
     * are offered.
     *
     * @throws ProblemException if nothing was ever wanted of the device
     */
    Path desired(DeviceId device) throws IOException {
        DesiredState desired = desiredStates
                .of(device)
                .orElseThrow(() -> ProblemException.conflict(
                        "nothing was wanted of device '%s' yet; roll a version out, or set its capture rules"
                                .formatted(device)));
        return write(Purpose.DESIRED, device, bundle -> {
            bundle.add(Content.MESSAGE, encode(desired));
            Set<Sha256> added = new HashSet<>();
            for (Offer offer : desired.offers()) {
                bundle.add(Content.MANIFEST, registry.envelope(offer.manifest()).orElseThrow());
                for (FileRef file : registry.manifest(offer.model()).files()) {
                    if (added.add(file.sha256())) {
                        add(file, bundle);
                    }
                }
            }
        });
    }

    private void add(FileRef file, BundleWriter bundle) throws IOException {
        try (InputStream content = blobs.open(file.sha256())) {
            bundle.add(Content.FILE, content);
        }
    }

    private Path write(Purpose purpose, DeviceId device, Parts parts) throws IOException {
        Path file = folder.newFile();
        try (var bundle = new BundleWriter(file)) {
            parts.addTo(bundle);
            bundle.finish(purpose, device, clock.instant(), key.id(), key.privateKey());
            return file;
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("the hub's key cannot sign", e);
        }
    }

    private static byte[] encode(HubMessage message) {
        try {
            return Wire.encode(message);
        } catch (WireException e) {
            throw new IllegalStateException("this is too much for one message", e);
        }
    }

    @FunctionalInterface
    private interface Parts {
        void addTo(BundleWriter bundle) throws IOException;
    }
}
