package io.fieldloop.agent.source;

import io.fieldloop.agent.source.FolderSettings.After;
import io.fieldloop.models.readings.CsvFile;
import io.fieldloop.models.readings.NpyFile;
import io.fieldloop.protocol.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the PNG and JPEG images of a folder in the order of their names, at a set pace, and waits for new ones. Names that
 * start with a dot or end in {@code .part} are not looked at: whoever writes an image gives it such a name until it is whole,
 * and then renames it. One thread at a time, except for {@link #skipped}; an interrupt ends each call.
 */
public final class FolderSource implements Source {
    /** A larger file is no image that can be read. */
    public static final int MAX_BYTES = 32 << 20;

    /** Where images go that cannot be read, below the folder. */
    public static final String BROKEN_FOLDER = "broken";

    private static final Logger LOG = LoggerFactory.getLogger(FolderSource.class);
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "png",
            "image/png",
            "jpg",
            "image/jpeg",
            "jpeg",
            "image/jpeg",
            "csv",
            CsvFile.MEDIA_TYPE,
            "npy",
            NpyFile.MEDIA_TYPE);

    /** So many names are taken into memory at a time, however many files there are. */
    private static final int MAX_PENDING = 4096;

    /** Some file systems do not tell of new files. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final FolderSettings settings;
    private final WatchService watch;
    private final LongAdder skipped = new LongAdder();
    private final TreeSet<String> pending = new TreeSet<>();

    /** Names that were dealt with and are still there. */
    private final Set<String> done = new HashSet<>();

    private boolean listed;
    private long notBefore = System.nanoTime();

    private FolderSource(FolderSettings settings, WatchService watch) {
        this.settings = settings;
        this.watch = watch;
    }

    /**
     * Opens a folder, and makes it if it is not there.
     *
     * @throws IOException if it can be neither read nor made
     */
    public static FolderSource open(FolderSettings settings) throws IOException {
        Files.createDirectories(settings.folder());
        WatchService watch = settings.folder().getFileSystem().newWatchService();
        try {
            settings.folder().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
        } catch (IOException e) {
            watch.close();
            throw e;
        }
        return new FolderSource(settings, watch);
    }

    @Override
    public Input next() throws IOException, InterruptedException {
        while (true) {
            Input input = read(nextName());
            if (input != null) {
                return input;
            }
        }
    }

    @Override
    public void finish(Input input) {
        if (settings.after() == After.DELETE) {
            try {
                Files.deleteIfExists(settings.folder().resolve(input.name()));
                return;
            } catch (IOException e) {
                LOG.warn("source: {} cannot be deleted, and is passed over until the next start: {}", input.name(), e);
            }
        }
        done.add(input.name());
    }

    /** Moves the image away. */
    @Override
    public void setAside(Input input, String why) {
        skip(settings.folder().resolve(input.name()), why);
    }

    @Override
    public long skipped() {
        return skipped.sum();
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }

    private String nextName() throws IOException, InterruptedException {
        takeEvents(watch.poll());
        while (pending.isEmpty()) {
            if (listed) {
                takeEvents(watch.poll(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS));
                listed = !pending.isEmpty();
            } else {
                list();
            }
        }
        TimeUnit.NANOSECONDS.sleep(notBefore - System.nanoTime());
        notBefore = Math.max(notBefore, System.nanoTime() - settings.every().toNanos())
                + settings.every().toNanos();
        return pending.removeFirst();
    }

    private void list() throws IOException {
        var present = new HashSet<String>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(settings.folder())) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                add(name);
                if (done.contains(name)) {
                    present.add(name);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        done.retainAll(present);
        listed = true;
    }

    private void takeEvents(@Nullable WatchKey key) {
        if (key == null) {
            return;
        }
        for (WatchEvent<?> event : key.pollEvents()) {
            if (event.context() instanceof Path name) {
                add(name.toString());
            } else {
                listed = false;
            }
        }
        key.reset();
    }

    private void add(String name) {
        if (mediaType(name) == null || done.contains(name)) {
            return;
        }
        pending.add(name);
        if (pending.size() > MAX_PENDING) {
            pending.removeLast();
            listed = false;
        }
    }

    private @Nullable Input read(String name) throws InterruptedException {
        Path file = settings.folder().resolve(name);
        String mediaType = mediaType(name);
        if (mediaType == null || done.contains(name) || !Files.isRegularFile(file)) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length <= MAX_BYTES) {
                return new Input.Encoded(name, mediaType, Bytes.wrap(content));
            }
            skip(file, "it is longer than %d bytes".formatted(MAX_BYTES));
        } catch (ClosedByInterruptException _) {
            throw new InterruptedException();
        } catch (NoSuchFileException _) {
            // Somebody else was quicker.
        } catch (IOException e) {
            skip(file, String.valueOf(e.getMessage()));
        }
        return null;
    }

    private void skip(Path file, String why) {
        skipped.increment();
        Path name = file.getFileName();
        Path broken = settings.folder().resolve(BROKEN_FOLDER);
        LOG.warn("source: {} is skipped, and goes to {}: {}", file, broken, why);
        try {
            Files.createDirectories(broken);
            Files.move(file, broken.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("source: {} cannot be moved, and is passed over until the next start: {}", file, e.toString());
            done.add(name.toString());
        }
    }

    private static @Nullable String mediaType(String name) {
        if (name.startsWith(".")) {
            return null;
        }
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return MEDIA_TYPES.get(extension.toLowerCase(Locale.ROOT));
    }
}
