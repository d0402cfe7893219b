package io.fieldloop.agent.accelerator;

import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.Accelerator.BuiltIn;
import io.fieldloop.models.runtime.Accelerator.Cpu;
import io.fieldloop.models.runtime.Accelerator.Delegate;
import io.fieldloop.models.runtime.Accelerator.Plugin;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The versions of everything that a measurement depends on besides the model.
 *
 * @param versions one line each, such as {@code onnxruntime 1.29.0} or {@code /usr/lib/libedgetpu.so.1 SHA-256}
 */
record Environment(List<String> versions) {
    /** Where drivers of accelerators tell their version: NVIDIA, Coral, VeriSilicon, Intel NPU, AMD NPU, Arm Ethos. */
    private static final List<String> DRIVERS = List.of(
            "/proc/driver/nvidia/version",
            "/sys/module/apex/version",
            "/sys/module/galcore/version",
            "/sys/module/intel_vpu/version",
            "/sys/module/amdxdna/version",
            "/sys/module/ethosu/version");

    private static final int MAX_LINE = 200;

    Environment {
        versions = List.copyOf(versions);
    }

    /** As it is now, as far as it matters for these accelerators. */
    static Environment of(Runtimes runtimes, List<Accelerator> accelerators) {
        List<String> versions = new ArrayList<>(runtimes.describe());
        versions.add("%s %s %s"
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch")));
        libraries(accelerators).forEach(library -> versions.add(library + " " + digest(library)));
        DRIVERS.stream()
                .map(Path::of)
                .filter(Files::isReadable)
                .forEach(driver -> versions.add(driver + " " + first(driver)));
        return new Environment(versions);
    }

    /** Their own, and whatever files their options name. */
    private static Set<Path> libraries(List<Accelerator> accelerators) {
        Set<Path> libraries = new LinkedHashSet<>();
        for (Accelerator accelerator : accelerators) {
            switch (accelerator) {
                case Cpu _, BuiltIn _ -> {}
                case Plugin plugin -> libraries.add(plugin.library());
                case Delegate delegate -> libraries.add(delegate.library());
            }
            accelerator.options().values().stream()
                    .filter(Environment::isFile)
                    .forEach(value -> libraries.add(Path.of(value)));
        }
        return libraries;
    }

    private static boolean isFile(String value) {
        try {
            return value.startsWith("/") && Files.isRegularFile(Path.of(value));
        } catch (InvalidPathException _) {
            return false;
        }
    }

    private static String digest(Path library) {
        try {
            return Sha256.ofFile(library).hex();
        } catch (IOException e) {
            return "cannot be read";
        }
    }

    private static String first(Path driver) {
        try (var lines = Files.lines(driver, StandardCharsets.UTF_8)) {
            String line = lines.findFirst().orElse("");
            return line.substring(0, Math.min(line.length(), MAX_LINE));
        } catch (IOException e) {
            return "cannot be read";
        }
    }
}
