package io.fieldloop.agent;

import io.fieldloop.agent.disk.AtomicFile;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.Runtimes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which runtimes a start of this device needs, remembered from the one before: to load their libraries takes longer than all that
 * must be read before it is known which models are to serve again. A hint that is wrong costs memory and nothing else. Any thread.
 */
final class LastRuntimes {
    private static final int MAX_BYTES = 64;

    private final AtomicFile file;
    private final Runtimes runtimes;
    private Set<ModelFormat> remembered; // guarded by this

    /** Takes the file, which need not be there. */
    LastRuntimes(Path file, Runtimes runtimes) {
        this.file = new AtomicFile(file);
        this.runtimes = runtimes;
        this.remembered = read(this.file);
    }

    /** Loads what the agent of a folder needed last time, on a thread of its own. */
    static void openAgain(Path data) {
        Thread.ofPlatform()
                .name("runtimes")
                .daemon()
                .start(() -> read(new AtomicFile(DataFolder.runtimes(data))).forEach(Runtimes.available()::reads));
    }

    /** Remembers what is needed now, if that is something else. */
    synchronized void remember() {
        Set<ModelFormat> needed = runtimes.needed();
        if (needed.equals(remembered)) {
            return;
        }
        try {
            file.write(new TreeSet<>(needed)
                    .stream()
                            .map(ModelFormat::name)
                            .collect(Collectors.joining("\n"))
                            .getBytes(StandardCharsets.UTF_8));
            remembered = needed;
        } catch (IOException e) {
            Log.LOG.debug("the next start will take longer: {}", e.getMessage());
        }
    }

    private static Set<ModelFormat> read(AtomicFile file) {
        try {
            String text = new String(file.read(MAX_BYTES).orElse(new byte[0]), StandardCharsets.UTF_8);
            Set<ModelFormat> known = EnumSet.allOf(ModelFormat.class);
            known.removeIf(format -> text.lines().noneMatch(format.name()::equals));
            return known;
        } catch (IOException _) {
            return Set.of();
        }
    }

    /** Apart, because the log is the last thing that a start needs. */
    private static final class Log {
        static final Logger LOG = LoggerFactory.getLogger(LastRuntimes.class);
    }
}
