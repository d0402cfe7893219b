package io.fieldloop.lab.bench;

import io.fieldloop.agent.deployment.PackageSource;
import io.fieldloop.models.pack.FileRef;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.pack.ManifestJson;
import io.fieldloop.models.pack.ManifestSigner;
import io.fieldloop.models.pack.SignedManifest;
import io.fieldloop.models.pack.TrustedKeys;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Offer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Packages of one folder, signed by a key made for the occasion: what a hub is to a device that fetches them. Any thread. */
final class PackageShelf implements PackageSource {
    private static final String KEY_NAME = "bench";

    private final Path folder;
    private final KeyPair key;
    private final Map<Sha256, SignedManifest> manifests = new ConcurrentHashMap<>();

    /**
     * Makes the key.
     *
     * @param folder that holds the files of all packages
     */
    PackageShelf(Path folder) throws GeneralSecurityException {
        this.folder = folder;
        this.key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    /** By which its packages are verified. */
    TrustedKeys keys() {
        return new TrustedKeys(Map.of(KEY_NAME, key.getPublic()));
    }

    /** Signs a package, and offers it by a rollout of its own. */
    Offer offer(LocalPackage version) {
        byte[] manifest = ManifestJson.write(version.manifest());
        Sha256 digest = Sha256.of(manifest);
        manifests.put(digest, new ManifestSigner(key.getPrivate(), KEY_NAME).sign(manifest));
        return new Offer(new RolloutId(UUID.randomUUID()), 1, version.manifest().model(), digest);
    }

    @Override
    public SignedManifest manifest(Sha256 manifest) throws IOException {
        SignedManifest found = manifests.get(manifest);
        if (found == null) {
            throw new IOException("there is no package " + manifest);
        }
        return found;
    }

    @Override
    public void fetch(FileRef file, Path into) throws IOException {
        Files.copy(folder.resolve(file.sha256().hex()), into, StandardCopyOption.REPLACE_EXISTING);
    }
}
