package io.fieldloop.agent.capture;

import io.fieldloop.agent.disk.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many samples each request of one stream has got, in a small file that outlives the agent. What is not saved when the
 * power fails is captured once more: rather one too many than one too few. One thread at a time.
 */
public final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);
    private static final int MAX_BYTES = 1 << 16;

    private final AtomicFile file;
    private final Map<String, Long> served;
    private boolean saved = true;

    private Requests(AtomicFile file, Map<String, Long> served) {
        this.file = file;
        this.served = served;
    }

    /**
     * Those of a file, which need not be there. One that makes no sense is moved aside, and its requests begin anew.
     *
     * @throws IOException if the disk fails
     */
    public static Requests open(Path path) throws IOException {
        AtomicFile file = new AtomicFile(path);
        String text = new String(file.read(MAX_BYTES).orElse(new byte[0]), StandardCharsets.UTF_8);
        Map<String, Long> served = new TreeMap<>();
        for (String line : text.lines().toList()) {
            if (!line.matches("[a-z0-9-]{1,63} \\d{1,18}")) {
                LOG.warn("{} makes no sense and is moved aside; requests that were served are served again", path);
                file.moveAside();
                return new Requests(file, new TreeMap<>());
            }
            int space = line.indexOf(' ');
            served.put(line.substring(0, space), Long.valueOf(line.substring(space + 1)));
        }
        return new Requests(file, served);
    }

    long served(String request) {
        return served.getOrDefault(request, 0L);
    }

    void serve(String request) {
        served.merge(request, 1L, Long::sum);
        saved = false;
    }

    /** Forgets all but these. */
    void retain(Set<String> requests) {
        saved &= !served.keySet().retainAll(requests);
    }

    /**
     * Has the disk know what changed.
     *
     * @throws IOException if the disk fails; to be called again
     */
    public void save() throws IOException {
        if (!saved) {
            var text = new StringBuilder();
            served.forEach((request, count) ->
                    text.append(request).append(' ').append(count).append('\n'));
            file.write(text.toString().getBytes(StandardCharsets.UTF_8));
            saved = true;
        }
    }
}
