package io.fieldloop.models.pack;

import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens packages on disk. Any thread. */
public final class PackageFolder {
    private PackageFolder() {}

    /**
     * Verifies everything in a folder: the signature of {@link SignedManifest#FILE_NAME}, that it is the package that was
     * asked for, and the size and SHA-256 of every file.
     *
     * @param identity the SHA-256 of the manifest's bytes
     * @throws PackageException if anything is not as it was signed
     * @throws IOException if the folder or a file of it is missing or cannot be read
     */
    public static LocalPackage open(Path folder, Sha256 identity, TrustedKeys keys)
            throws IOException, PackageException {
        return identified(folder, keys.verify(signedManifest(folder)), identity);
    }

    /**
     * Opens a folder that was opened with the keys before, when its identity was noted: the SHA-256 of the manifest and those of the
     * files in it still tell whether anything has changed since.
     *
     * @param identity the SHA-256 of the manifest's bytes
     * @throws PackageException if anything is not as it was signed
     * @throws IOException if the folder or a file of it is missing or cannot be read
     */
    public static LocalPackage open(Path folder, Sha256 identity) throws IOException, PackageException {
        return identified(folder, signedManifest(folder).decode().payload().toArray(), identity);
    }

    private static LocalPackage identified(Path folder, byte[] json, Sha256 identity)
            throws IOException, PackageException {
        Sha256 found = Sha256.of(json);
        if (!found.equals(identity)) {
            throw new PackageException(
                    FailureCode.MANIFEST_FOREIGN, "this is package %s, not %s".formatted(found, identity));
        }
        return withFiles(folder, json);
    }

    /**
     * Opens a folder for a person who looks into it, whoever signed it. The size and SHA-256 of every file is verified, but nothing of
     * it may be trusted.
     *
     * @throws PackageException if the manifest cannot be read, or a file is not what it says
     * @throws IOException if the folder or a file of it is missing or cannot be read
     */
    public static LocalPackage inspect(Path folder) throws IOException, PackageException {
        return withFiles(folder, signedManifest(folder).decode().payload().toArray());
    }

    private static LocalPackage withFiles(Path folder, byte[] json) throws IOException, PackageException {
        var opened = new LocalPackage(ManifestJson.read(json), folder);
        for (FileRef file : opened.manifest().files()) {
            verify(opened.file(file), file);
        }
        return opened;
    }

    /**
     * Verifies one file.
     *
     * @throws PackageException with {@link FailureCode#CONTENT_MISMATCH} if its size or SHA-256 is not the promised one
     * @throws IOException if it is missing or cannot be read
     */
    public static void verify(Path path, FileRef promised) throws IOException, PackageException {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(path.toString(), null, "a file of the package is missing");
        }
        long sizeBytes = Files.size(path);
        if (sizeBytes != promised.sizeBytes()) {
            throw mismatch(path, "%d bytes instead of %d".formatted(sizeBytes, promised.sizeBytes()));
        }
        Sha256 found = Sha256.ofFile(path);
        if (!found.equals(promised.sha256())) {
            throw mismatch(path, "SHA-256 " + found);
        }
    }

    private static PackageException mismatch(Path path, String found) {
        return new PackageException(
                FailureCode.CONTENT_MISMATCH, "file %s has %s".formatted(path.getFileName(), found));
    }

    /** Reads no more than may be there, however large the file is. */
    private static SignedManifest signedManifest(Path folder) throws IOException {
        try (InputStream in = Files.newInputStream(folder.resolve(SignedManifest.FILE_NAME))) {
            return new SignedManifest(Bytes.wrap(in.readNBytes(SignedManifest.MAX_SIZE_BYTES + 1)));
        }
    }
}
