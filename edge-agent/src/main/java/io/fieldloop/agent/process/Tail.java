package io.fieldloop.agent.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads a stream to its end on a thread of its own, and keeps the last bytes of it. */
public final class Tail {
    private static final int KEPT_BYTES = 16 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final InputStream stream;
    private final Thread reader;

    /** Guarded by this, as the count. */
    private final byte[] ring = new byte[KEPT_BYTES];

    private long count;

    private Tail(InputStream stream) {
        this.stream = stream;
        // A virtual thread would wait for its turn while others hold the few that carry them, and what a process says
        // would be missed.
        this.reader = Thread.ofPlatform().name("process-output").daemon().unstarted(this::read);
    }

    /** Starts to read; the stream is closed at its end. */
    public static Tail of(InputStream stream) {
        Tail tail = new Tail(stream);
        tail.reader.start();
        return tail;
    }

    private void read() {
        byte[] chunk = new byte[4 << 10];
        try (stream) {
            for (int n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
                keep(chunk, n);
            }
        } catch (IOException _) {
            // The process was killed; what came before is what there is.
        }
    }

    private synchronized void keep(byte[] chunk, int length) {
        for (int i = 0; i < length; i++) {
            ring[(int) (count++ % KEPT_BYTES)] = chunk[i];
        }
    }

    /** The end of what came, once the process has ended. */
    public String text() throws InterruptedException {
        // A grandchild may hold the stream open; then what came so far has to do.
        boolean _ = reader.join(PATIENCE);
        synchronized (this) {
            int kept = (int) Math.min(count, KEPT_BYTES);
            byte[] text = new byte[kept];
            for (int i = 0; i < kept; i++) {
                text[i] = ring[(int) ((count - kept + i) % KEPT_BYTES)];
            }
            return new String(text, StandardCharsets.UTF_8);
        }
    }
}
