package io.fieldloop.agent.process;

import io.fieldloop.protocol.message.Uptime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long this machine is on, as its kernel tells; where none does, how long this process is. Any thread. */
public final class SystemUptime implements Supplier<Uptime> {
    private static final Logger LOG = LoggerFactory.getLogger(SystemUptime.class);
    private static final Path KERNEL = Path.of("/proc");

    private final long boot;
    private final LongSupplier millis;

    private SystemUptime(long boot, LongSupplier millis) {
        this.boot = boot;
        this.millis = millis;
    }

    /** That of this machine. */
    public static SystemUptime ofMachine() {
        return of(KERNEL);
    }

    static SystemUptime of(Path kernel) {
        Path uptime = kernel.resolve("uptime");
        try {
            UUID boot = UUID.fromString(text(kernel.resolve("sys/kernel/random/boot_id")));
            long began = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(millis(text(uptime)));
            return new SystemUptime(boot.getMostSignificantBits(), () -> now(uptime, began));
        } catch (IOException | IllegalArgumentException e) {
            LOG.info(
                    "the kernel does not tell how long the machine is on ({}); the process counts for itself",
                    e.toString());
            long began = System.nanoTime();
            return new SystemUptime(new SplittableRandom().nextLong(), () -> since(began));
        }
    }

    /** The kernel's, which goes on while the machine is suspended; Java's does not. */
    private static long now(Path uptime, long began) {
        try {
            return millis(text(uptime));
        } catch (IOException | IllegalArgumentException _) {
            return since(began);
        }
    }

    private static long since(long began) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    /** Of such as {@code 350735.47 234388.90}, seconds of which the first are since the start (proc_uptime(5)). */
    private static long millis(String uptime) {
        return Math.round(Double.parseDouble(uptime.split(" ", 2)[0]) * TimeUnit.SECONDS.toMillis(1));
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.US_ASCII).strip();
    }

    @Override
    public Uptime get() {
        return new Uptime(boot, millis.getAsLong());
    }
}
