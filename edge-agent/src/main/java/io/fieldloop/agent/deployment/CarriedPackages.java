package io.fieldloop.agent.deployment;

import io.fieldloop.agent.disk.AtomicFile;
import io.fieldloop.agent.disk.StorageException;
import io.fieldloop.models.disk.DurableFile;
import io.fieldloop.models.pack.FileRef;
import io.fieldloop.models.pack.SignedManifest;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Packages that somebody carried to the device; what was not carried comes from elsewhere. Nothing in the folder is trusted more than
 * what comes by the network: a deployment verifies it all the same. Any thread may read; one at a time may change the folder.
 */
public final class CarriedPackages implements PackageSource {
    private static final String MANIFEST = ".dsse";

    private final Path folder;
    private final PackageSource elsewhere;

    /** Takes the folder, which need not be there. */
    public CarriedPackages(Path folder, PackageSource elsewhere) {
        this.folder = folder;
        this.elsewhere = elsewhere;
    }

    @Override
    public SignedManifest manifest(Sha256 manifest) throws IOException {
        Optional<byte[]> carried = new AtomicFile(manifestFile(folder, manifest)).read(SignedManifest.MAX_SIZE_BYTES);
        return carried.isPresent() ? new SignedManifest(Bytes.wrap(carried.get())) : elsewhere.manifest(manifest);
    }

    @Override
    public void fetch(FileRef file, Path into) throws IOException {
        Path carried = folder.resolve(file.sha256().hex());
        if (!Files.exists(carried) || Files.size(carried) != file.sizeBytes()) {
            elsewhere.fetch(file, into);
            return;
        }
        try {
            Files.copy(carried, into, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw StorageException.failed("cannot copy what was carried", e);
        }
    }

    /**
     * Keeps a manifest in a folder; when this returns, the disk has it.
     *
     * @param manifest the digest of its payload
     */
    public static void keep(Path folder, Sha256 manifest, byte[] envelope) throws IOException {
        DurableFile.write(manifestFile(folder, manifest), envelope);
    }

    /** Keeps a file of a package in a folder; when this returns, the disk has it. */
    public static void keep(Path folder, Sha256 digest, InputStream content) throws IOException {
        Path unfinished = Files.createDirectories(folder).resolve("." + digest + ".part");
        Files.copy(content, unfinished, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel file = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            file.force(true);
        }
        DurableFile.moveIntoPlace(unfinished, folder.resolve(digest.hex()));
    }

    /** Removes from a folder what belongs to none of these manifests and files. */
    public static void keepOnly(Path folder, Set<Sha256> digests) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName()).replace(MANIFEST, "");
                if (digests.stream().map(Sha256::hex).noneMatch(name::equals)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Path manifestFile(Path folder, Sha256 manifest) {
        return folder.resolve(manifest + MANIFEST);
    }
}
