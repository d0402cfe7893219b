package io.fieldloop.models.pack;

import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.nio.file.Path;

/** Opens packages on disk. Any thread. */
@SuppressWarnings("DoNotCallSuggester") // until the bodies follow
public final class PackageFolder {
    private PackageFolder() {}

    /**
     * Verifies everything in a folder: the signature of {@code manifest.dsse}, that it is the package that was asked for, and
     * the size and SHA-256 of every file.
     *
     * @param identity the SHA-256 of the manifest's bytes
     * @throws PackageException if anything is not as it was signed
     * @throws IOException if the folder or a file of it is missing or cannot be read
     */
    public static LocalPackage open(Path folder, Sha256 identity, TrustedKeys keys)
            throws IOException, PackageException {
        throw new UnsupportedOperationException("" + folder + identity + keys);
    }
}
