package io.fieldloop.agent.accelerator;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The energy that Linux accounts for under {@code /sys/class/powercap}: the sum of all packages, each of which contains its parts. It
 * is of the whole machine, not of one process, and most machines let only root read it.
 *
 * @param folder where the kernel shows it
 */
public record EnergyMeter(Path folder) {
    private static final String PACKAGES = "*:[0-9]*";

    /** Of this machine. */
    public static EnergyMeter ofMachine() {
        return new EnergyMeter(Path.of("/sys/class/powercap"));
    }

    /** In microjoules since some moment; empty where nothing is accounted for. The counters start over from time to time. */
    public OptionalLong microjoules() {
        long sum = 0;
        boolean any = false;
        try (DirectoryStream<Path> packages = Files.newDirectoryStream(folder, PACKAGES)) {
            for (Path one : packages) {
                Path counter = one.resolve("energy_uj");
                if (one.getFileName().toString().split(":").length == 2 && Files.isReadable(counter)) {
                    sum += Long.parseLong(Files.readString(counter).strip());
                    any = true;
                }
            }
        } catch (IOException | NumberFormatException _) {
            return OptionalLong.empty();
        }
        return any ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    /** The energy of one of several runs; empty where it is not known, or a counter started over meanwhile. */
    public static OptionalLong each(OptionalLong before, OptionalLong after, int runs) {
        return before.isPresent() && after.isPresent() && after.getAsLong() >= before.getAsLong()
                ? OptionalLong.of((after.getAsLong() - before.getAsLong()) / runs)
                : OptionalLong.empty();
    }
}
