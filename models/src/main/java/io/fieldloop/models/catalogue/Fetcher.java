package io.fieldloop.models.catalogue;

import io.fieldloop.models.disk.DurableFile;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Brings assets into the cache. What is there and right is never fetched again. Belongs to one thread; several processes may fetch at
 * the same time.
 */
public final class Fetcher {

    /** A download of wrong content is thrown away and tried once more: a mirror or proxy may have answered with an error page. */
    private static final int TRIES = 2;

    private final AssetCache cache;
    private final Origins origins;
    private final FetchListener listener;

    /** Fetches by the package clients of whoever runs this program. */
    public Fetcher(AssetCache cache, FetchListener listener) {
        this(cache, Origins.ofUser(cache.clients()), listener);
    }

    Fetcher(AssetCache cache, Origins origins, FetchListener listener) {
        this.cache = cache;
        this.origins = origins;
        this.listener = listener;
    }

    /** Looks without fetching; the network is not touched. */
    public Outcome look(Asset asset) {
        Outcome outcome;
        try {
            List<AssetFile> missing = missing(asset);
            outcome = missing.isEmpty()
                    ? new Outcome.Present(asset)
                    : new Outcome.Missing(asset, missing.getFirst().name() + " is not on this machine");
        } catch (IOException e) {
            outcome = new Outcome.Missing(asset, reason(e));
        }
        listener.ended(outcome);
        return outcome;
    }

    /** Fetches what is missing. That an asset cannot be had is an outcome, so that others can still be fetched. */
    public Outcome fetch(Asset asset) throws InterruptedException {
        Outcome outcome;
        try {
            outcome = missing(asset).isEmpty() ? new Outcome.Present(asset) : fetchMissing(asset);
        } catch (IOException e) {
            outcome = new Outcome.Missing(asset, reason(e));
        }
        listener.ended(outcome);
        return outcome;
    }

    private List<AssetFile> missing(Asset asset) throws IOException {
        List<AssetFile> missing = new ArrayList<>();
        for (AssetFile file : asset.files()) {
            if (!file.checksum().fits(cache.place(asset.name(), file.name()))) {
                missing.add(file);
            }
        }
        return missing;
    }

    private Outcome fetchMissing(Asset asset) throws IOException, InterruptedException {
        Path archive =
                cache.downloads().resolve(asset.source().archive().sha256().hex());
        Files.createDirectories(cache.downloads());
        listener.started(asset);
        try (var channel = FileChannel.open(
                        sibling(archive, ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            List<AssetFile> missing = missing(asset);
            if (!missing.isEmpty()) {
                bring(asset, archive);
                keep(asset, new Archive(asset.source(), archive).take(missing));
                Files.deleteIfExists(archive);
            }
        }
        return new Outcome.Fetched(asset);
    }

    private void keep(Asset asset, Map<AssetFile, byte[]> contents) throws IOException {
        for (Map.Entry<AssetFile, byte[]> content : contents.entrySet()) {
            DurableFile.write(cache.place(asset.name(), content.getKey().name()), content.getValue());
        }
    }

    /** Leaves the right archive in that place, or throws. */
    private void bring(Asset asset, Path archive) throws IOException, InterruptedException {
        Checksum expected = asset.source().archive();
        for (int tries = 1; !expected.fits(archive); tries++) {
            download(asset, archive);
            Checksum actual = Checksum.of(archive);
            if (!actual.equals(expected)) {
                Files.delete(archive);
                if (tries == TRIES) {
                    throw new WrongContentException(asset.source().coordinates(), expected, actual);
                }
            }
        }
    }

    private void download(Asset asset, Path archive) throws IOException, InterruptedException {
        Origin origin = origins.of(asset.source());
        Optional<URI> address = origin.address();
        if (address.isEmpty()) {
            downloadByClient(origin, archive);
            return;
        }
        try {
            long size = asset.source().archive().sizeBytes();
            new Download(address.get(), archive, size, bytes -> listener.received(asset, bytes)).run();
        } catch (IOException e) {
            tryClient(origin, archive, e);
        }
    }

    /** The client may know a proxy or a password that we do not. */
    private static void tryClient(Origin origin, Path archive, IOException direct)
            throws IOException, InterruptedException {
        try {
            downloadByClient(origin, archive);
        } catch (IOException e) {
            throw new IOException(reason(direct) + "; then " + reason(e), e);
        }
    }

    private static void downloadByClient(Origin origin, Path archive) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(archive.getParent(), "client-");
        try {
            Files.move(origin.download(folder), archive, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        }
    }

    private static Path sibling(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    /** Messages of the file system and the network are often a bare path or host, and only the class says what is wrong with it. */
    private static String reason(IOException e) {
        boolean bare = e instanceof FileSystemException || e instanceof UnknownHostException;
        return bare ? e.getClass().getSimpleName() + ": " + e.getMessage() : String.valueOf(e.getMessage());
    }
}
