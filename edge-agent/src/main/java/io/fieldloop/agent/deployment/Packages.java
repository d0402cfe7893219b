package io.fieldloop.agent.deployment;

import io.fieldloop.agent.accelerator.Accelerators;
import io.fieldloop.agent.accelerator.RefusedException;
import io.fieldloop.agent.disk.AtomicFile;
import io.fieldloop.agent.disk.PackageStore;
import io.fieldloop.agent.disk.StorageException;
import io.fieldloop.models.pack.FileRef;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.ManifestJson;
import io.fieldloop.models.pack.PackageException;
import io.fieldloop.models.pack.PackageFolder;
import io.fieldloop.models.pack.SignedManifest;
import io.fieldloop.models.pack.TrustedKeys;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Offer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings packages to the disk and opens them. A package that is offered has to be signed by a trusted key; then its identity is noted,
 * the SHA-256 of its manifest. Each time it is opened every byte is held against that, so no runtime ever sees a file that is
 * not what was signed, even if the disk decays. Any thread.
 */
public final class Packages {
    private static final Logger LOG = LoggerFactory.getLogger(Packages.class);

    private final PackageStore store;
    private final TrustedKeys keys;
    private final Accelerators accelerators;
    private final Download download;

    /**
     * Takes its parts.
     *
     * @param accelerators that load models in this process, and decide which packages can be used here at all
     */
    public Packages(
            PackageSource source, PackageStore store, TrustedKeys keys, Accelerators accelerators, Retries retries) {
        this.store = store;
        this.keys = keys;
        this.accelerators = accelerators;
        this.download = new Download(source, retries, new Random());
    }

    PackageStore store() {
        return store;
    }

    /**
     * Brings every byte of an offered package to the disk, going on where an earlier call was cut off. The manifest is
     * verified before any file is asked for.
     */
    void download(Offer offer) throws DeploymentException, InterruptedException {
        if (store.find(offer.manifest()).isPresent()) {
            return;
        }
        try {
            Path folder = store.begin(offer.manifest());
            Manifest manifest = manifest(offer, new AtomicFile(folder.resolve(SignedManifest.FILE_NAME)));
            store.requireSpace(missingBytes(manifest, folder));
            for (FileRef file : manifest.files()) {
                download.file(file, folder);
            }
        } catch (StorageException e) {
            throw DeploymentException.of(e);
        } catch (IOException e) {
            throw DeploymentException.of(StorageException.failed("cannot keep the manifest", e));
        }
    }

    private Manifest manifest(Offer offer, AtomicFile file)
            throws IOException, DeploymentException, InterruptedException {
        Optional<byte[]> kept = file.read(SignedManifest.MAX_SIZE_BYTES);
        SignedManifest signed = kept.isPresent()
                ? new SignedManifest(Bytes.wrap(kept.get()))
                : download.whole(source -> source.manifest(offer.manifest()));
        Manifest manifest = trusted(signed, offer);
        if (kept.isEmpty()) {
            file.write(signed.envelope().toArray());
        }
        return manifest;
    }

    private Manifest trusted(SignedManifest signed, Offer offer) throws DeploymentException {
        try {
            byte[] payload = keys.verify(signed);
            if (!Sha256.of(payload).equals(offer.manifest())) {
                throw new DeploymentException(
                        FailureCode.MANIFEST_FOREIGN,
                        "the signed manifest is %s, but %s was offered"
                                .formatted(Sha256.of(payload), offer.manifest()));
            }
            Manifest manifest = ManifestJson.read(payload);
            requireModel(manifest, offer.model());
            requireVariant(manifest);
            return manifest;
        } catch (PackageException e) {
            throw DeploymentException.of(e);
        }
    }

    private static void requireModel(Manifest manifest, ModelRef model) throws DeploymentException {
        if (!manifest.model().equals(model)) {
            throw new DeploymentException(
                    FailureCode.MANIFEST_FOREIGN,
                    "the package holds %s, but %s was offered".formatted(manifest.model(), model));
        }
    }

    private void requireVariant(Manifest manifest) throws DeploymentException {
        Runtimes runtimes = accelerators.runtimes();
        if (manifest.variants().stream().noneMatch(variant -> runtimes.reads(variant.format()))) {
            throw new DeploymentException(
                    FailureCode.VARIANT_UNSUPPORTED,
                    "this device has %s, and none of them reads a variant of %s".formatted(runtimes, manifest.model()));
        }
    }

    private static long missingBytes(Manifest manifest, Path folder) {
        return manifest.files().stream()
                .filter(file -> !Files.exists(folder.resolve(file.sha256().hex())))
                .mapToLong(FileRef::sizeBytes)
                .sum();
    }

    /** Verifies a package that was fetched, and makes it complete. */
    void verify(Offer offer) throws DeploymentException {
        try {
            Optional<Path> complete = store.find(offer.manifest());
            Path folder = complete.isPresent() ? complete.get() : store.begin(offer.manifest());
            requireModel(PackageFolder.open(folder, offer.manifest(), keys).manifest(), offer.model());
            store.complete(offer.manifest());
        } catch (PackageException e) {
            throw DeploymentException.of(e);
        } catch (IOException e) {
            throw unreadable(offer.manifest(), e);
        }
    }

    /** Opens a complete package. */
    LocalPackage open(Installed version) throws DeploymentException {
        LocalPackage opened = open(version.manifest());
        requireModel(opened.manifest(), version.model());
        return opened;
    }

    private LocalPackage open(Sha256 manifest) throws DeploymentException {
        Optional<Path> folder = store.find(manifest);
        if (folder.isEmpty()) {
            throw new DeploymentException(
                    FailureCode.STORAGE_FAILED, "package %s is not on the disk any more".formatted(manifest));
        }
        try {
            return PackageFolder.open(folder.get(), manifest);
        } catch (PackageException e) {
            throw DeploymentException.of(e);
        } catch (IOException e) {
            throw unreadable(manifest, e);
        }
    }

    private static DeploymentException unreadable(Sha256 manifest, IOException e) {
        return DeploymentException.of(StorageException.failed("cannot read package " + manifest, e));
    }

    /** Loads a complete package into this process, on the accelerator that was chosen for it, or is chosen now. */
    LoadedModel load(Installed version) throws DeploymentException, ModelException, InterruptedException {
        try {
            return accelerators.load(open(version));
        } catch (RefusedException e) {
            throw DeploymentException.of(e);
        }
    }

    /** Loads a complete package into this process on the processor, and forgets what was chosen for it. */
    LoadedModel loadOnProcessor(Installed version) throws DeploymentException, ModelException {
        return accelerators.loadOnProcessor(open(version));
    }

    /** Measures a version that serves again, and says whether it should be loaded anew, to run elsewhere. */
    boolean remeasure(Installed version) throws DeploymentException, InterruptedException {
        return accelerators.remeasure(open(version));
    }

    /** The version that the store knows to have served a model, if its package proves it; for when a journal is lost. */
    Optional<Installed> proven(ModelName model) {
        try {
            Optional<Sha256> noted = store.active(model);
            if (noted.isPresent()) {
                Installed version = new Installed(open(noted.get()).manifest().model(), noted.get());
                return Optional.of(version)
                        .filter(found -> found.model().model().equals(model));
            }
        } catch (IOException | DeploymentException e) {
            LOG.warn("model={} has no version that can be proven to have served", model, e);
        }
        return Optional.empty();
    }
}
