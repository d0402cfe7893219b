package io.fieldloop.lab.distribution;

import io.fieldloop.lab.hub.HubException;
import io.fieldloop.lab.program.ProgramException;
import io.fieldloop.lab.program.Programs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fieldloop package}. */
@Command(
        name = "fieldloop package",
        mixinStandardHelpOptions = true,
        description = "Makes what is installed on machines.",
        subcommands = PackageCommand.Agent.class)
public final class PackageCommand {
    /** Runs the command. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PackageCommand()).execute(arguments));
    }

    /** {@code fieldloop package agent}. */
    @Command(
            name = "agent",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Makes the agent into a .tar.gz and a .deb that bring their own Java.",
                "The image is trained by running it once beside a hub, so that devices start fast.",
                ""
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:both files are there", "1:they could not be made; the output says why", "2:wrong usage"})
    static final class Agent implements Callable<Integer> {
        @Option(
                names = "--out",
                paramLabel = "DIR",
                description = "Where the files go (default target/packages of the checkout).")
        private @Nullable Path out;

        @Option(
                names = "--target",
                paramLabel = "MACHINE",
                converter = TargetName.class,
                description =
                        "linux-x64 or linux-arm64 (default: this machine). Another machine than this needs --jmods.")
        private Target target = Target.here();

        @Option(
                names = "--jmods",
                paramLabel = "DIR",
                description =
                        "The jmods folder of a JDK for the target, of exactly the version that runs this command.")
        private @Nullable Path jmods;

        @Option(names = "--untrained", description = "Leave the training out: smaller, and slower to start.")
        private boolean untrained;

        @Override
        public Integer call() throws InterruptedException {
            if (target != Target.here() && jmods == null) {
                System.err.println("fieldloop package: --target " + target + " needs --jmods");
                return CommandLine.ExitCode.USAGE;
            }
            try {
                make(Files.createDirectories(out != null ? out : Programs.root().resolve("target/packages")));
                return CommandLine.ExitCode.OK;
            } catch (IOException | HubException | ProgramException e) {
                System.err.println("fieldloop package: " + e.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
        }

        private void make(Path folder) throws IOException, InterruptedException, HubException, ProgramException {
            String version = version();
            String name = "fieldloop-agent-%s-%s".formatted(version, target);
            Path work = Files.createTempDirectory(folder, ".work-");
            try {
                say("linking Java and the libraries for %s", target);
                AgentImage image =
                        AgentImage.build(Programs.root(), target, Optional.ofNullable(jmods), work.resolve(name));
                if (!untrained && target == Target.here()) {
                    say("training the image");
                    new AgentTraining(image, work.resolve("fleet"), line -> {}).run();
                }
                say("the image takes %.1f MB", image.sizeBytes() / 1e6);
                Path tar = folder.resolve(name + ".tar.gz");
                try (var archive = new Archive(gzip(Files.newOutputStream(tar)))) {
                    archive.addTree(name, image.folder());
                }
                say("%s  %.1f MB", tar, Files.size(tar) / 1e6);
                Path deb = folder.resolve("fieldloop-agent_%s_%s.deb".formatted(version, target.debian()));
                Path sources = Programs.root().resolve("edge-agent/src/main/distribution");
                new DebianPackage(image, target, version, sources).write(deb);
                say("%s  %.1f MB", deb, Files.size(deb) / 1e6);
            } finally {
                removeTree(work);
            }
        }

        private static OutputStream gzip(OutputStream to) throws IOException {
            var parameters = new GzipParameters();
            parameters.setCompressionLevel(Deflater.BEST_COMPRESSION);
            return new GzipCompressorOutputStream(to, parameters);
        }

        private static void say(String format, Object... values) {
            System.out.println("fieldloop package: " + String.format(Locale.ROOT, format, values));
        }

        /** As the build wrote it into the agent; a snapshot sorts before its release. */
        private static String version() throws IOException {
            Path file = Programs.root().resolve("edge-agent/target/classes/io/fieldloop/agent/version.txt");
            return Files.readString(file).strip().replace("-SNAPSHOT", "~snapshot");
        }

        private static void removeTree(Path tree) throws IOException {
            try (Stream<Path> files = Files.walk(tree)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> {
                    try {
                        Files.delete(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        }
    }

    /** As {@link Target#toString()} writes it. */
    static final class TargetName implements CommandLine.ITypeConverter<Target> {
        @Override
        public Target convert(String name) {
            for (Target target : Target.values()) {
                if (target.toString().equals(name)) {
                    return target;
                }
            }
            throw new CommandLine.TypeConversionException("'" + name + "' is neither linux-x64 nor linux-arm64");
        }
    }
}
