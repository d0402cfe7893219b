package io.fieldloop.agent.disk;

import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The model packages on this device, each a folder named by the digest of its manifest. A package is either incoming or
 * complete; the change is one rename. Bounded by its users: whoever needs a package {@link #claim claims} it, and
 * {@link #sweep} removes the rest. Any thread.
 */
public final class PackageStore {
    private static final String INCOMING = ".incoming";
    private static final Pattern OURS = Pattern.compile("[0-9a-f]{64}(\\.incoming)?");
    private static final int POINTER_LENGTH = 64;

    private final Path folder;
    private final long reserveBytes;

    /** Guarded by this, so that a claim comes wholly before or wholly after a sweep. */
    private final Map<ModelName, Set<Sha256>> claims = new HashMap<>();

    /**
     * Opens the store.
     *
     * @param folder made when it is not there
     * @param reserveBytes room that packages must leave on the disk
     * @throws IOException if the folder cannot be made
     */
    public PackageStore(Path folder, long reserveBytes) throws IOException {
        this.folder = folder.toAbsolutePath();
        this.reserveBytes = reserveBytes;
        Files.createDirectories(this.folder);
    }

    /**
     * The folder to fetch a package into; what was fetched before is still in it.
     *
     * @throws StorageException if it cannot be made
     */
    public Path begin(Sha256 manifest) throws StorageException {
        Path incoming = incoming(manifest);
        try {
            Files.createDirectories(incoming);
            Durable.folder(folder);
            return incoming;
        } catch (IOException e) {
            throw StorageException.failed("cannot make " + incoming, e);
        }
    }

    /**
     * Makes an incoming package complete. Its caller has verified it. A package that is complete already stays as it is.
     *
     * @return its folder from now on
     * @throws StorageException if the disk refuses; the package is then still incoming
     */
    public Path complete(Sha256 manifest) throws StorageException {
        Path complete = folder.resolve(manifest.hex());
        if (Files.isDirectory(complete)) {
            return complete;
        }
        Path incoming = incoming(manifest);
        try {
            for (Path file : list(incoming)) {
                Durable.file(file);
            }
            Durable.folder(incoming);
            Files.move(incoming, complete, StandardCopyOption.ATOMIC_MOVE);
            Durable.folder(folder);
            return complete;
        } catch (IOException e) {
            throw StorageException.failed("cannot complete package " + manifest, e);
        }
    }

    /** The folder of a complete package; empty when there is none. */
    public Optional<Path> find(Sha256 manifest) {
        return Optional.of(folder.resolve(manifest.hex())).filter(Files::isDirectory);
    }

    /**
     * Checks that there is room.
     *
     * @param sizeBytes what is about to be written
     * @throws StorageException if there is not, or the disk does not say
     */
    public void requireSpace(long sizeBytes) throws StorageException {
        long usableBytes;
        try {
            usableBytes = Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw StorageException.failed("cannot tell the room on " + folder, e);
        }
        if (usableBytes - reserveBytes < sizeBytes) {
            throw StorageException.full("the package needs %d bytes and %d must stay free, but only %d are"
                    .formatted(sizeBytes, reserveBytes, usableBytes));
        }
    }

    /** Says which packages a model needs from now on, complete or incoming; replaces what it said before. */
    public synchronized void claim(ModelName model, Set<Sha256> manifests) {
        claims.put(model, Set.copyOf(manifests));
    }

    /**
     * Removes every package that nobody claims.
     *
     * @throws IOException if one could not be removed; the others are
     */
    public synchronized void sweep() throws IOException {
        Set<String> claimed = new HashSet<>();
        claims.values().forEach(manifests -> manifests.forEach(manifest -> claimed.add(manifest.hex())));
        IOException failure = new IOException("some packages could not be removed from " + folder);
        for (Path found : list(folder)) {
            String name = found.getFileName().toString();
            if (OURS.matcher(name).matches() && !claimed.contains(name.replace(INCOMING, ""))) {
                remove(found, failure);
            }
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    /**
     * Notes which package serves a model.
     *
     * @throws IOException if the disk refuses
     */
    public synchronized void activate(ModelName model, Sha256 manifest) throws IOException {
        pointer(model).write(manifest.hex().getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * The package that was last noted as serving a model; empty when there was none, or the note makes no sense.
     *
     * @throws IOException if it cannot be read
     */
    public Optional<Sha256> active(ModelName model) throws IOException {
        Optional<byte[]> noted = pointer(model).read(POINTER_LENGTH);
        try {
            return noted.map(hex -> new Sha256(new String(hex, StandardCharsets.US_ASCII)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private AtomicFile pointer(ModelName model) {
        return new AtomicFile(folder.resolve(model + ".active"));
    }

    private Path incoming(Sha256 manifest) {
        return folder.resolve(manifest.hex() + INCOMING);
    }

    /** A complete package first loses its name, so that half of one is never taken for a whole. */
    private void remove(Path found, IOException failure) {
        try {
            Path doomed = found;
            if (!found.toString().endsWith(INCOMING)) {
                doomed = found.resolveSibling(found.getFileName() + INCOMING);
                removeTree(doomed);
                Files.move(found, doomed, StandardCopyOption.ATOMIC_MOVE);
                Durable.folder(folder);
            }
            removeTree(doomed);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static void removeTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        for (Path file : list(tree)) {
            Files.delete(file);
        }
        Files.delete(tree);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }
}
