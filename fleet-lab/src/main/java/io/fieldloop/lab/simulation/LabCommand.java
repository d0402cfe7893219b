package io.fieldloop.lab.simulation;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fieldloop.lab.fleet.Beforehand;
import io.fieldloop.lab.fleet.Beforehand.UsageException;
import io.fieldloop.lab.fleet.Fleet.Broker;
import io.fieldloop.lab.hub.HubException;
import io.fieldloop.lab.program.ProgramException;
import io.fieldloop.lab.program.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fieldloop lab}. */
@Command(
        name = "fieldloop lab",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a fleet of real agents against a real hub under faults, and holds their accounts against each other.",
            "The same seed makes the same faults in the same order. docs/lab.md tells what each of them is.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing was violated",
            "1:something was, or the run could not go on; the output says what",
            "2:wrong usage"
        })
public final class LabCommand implements Callable<Integer> {
    private static final String ALL = "all";
    private static final double TELL_SECONDS = 5;

    @Option(
            names = "--devices",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many devices (default ${DEFAULT-VALUE}).")
    private int devices;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "500",
            description = "How many faults come to pass (default ${DEFAULT-VALUE}).")
    private int events;

    @Option(
            names = "--faults",
            paramLabel = "LIST",
            split = ",",
            defaultValue = ALL,
            description = "Which kinds, separated by commas (default ${DEFAULT-VALUE}).")
    private List<String> faults = List.of();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of everything that is by chance (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--broker",
            paramLabel = "NAME",
            defaultValue = "own",
            description = "The hub's broker: its own, or mosquitto beside it (default ${DEFAULT-VALUE}).")
    private Broker broker = Broker.OWN;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the outcome as JSON.")
    private @Nullable Path report;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Folder of the hub, the devices and their traces; must be new or empty (default a folder under"
                            + " target/lab).")
    private @Nullable Path data;

    private final long start = System.nanoTime();
    private double lastTold = -TELL_SECONDS;

    /** Runs the command. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LabCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(Programs::endAll, "stop"));
        try {
            var settings = settings();
            if (report != null) {
                Beforehand.requireWritable(report);
            }
            return run(settings, folder());
        } catch (UsageException | IllegalArgumentException e) {
            System.err.println("fieldloop lab: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (IOException | HubException | ProgramException e) {
            System.err.println("fieldloop lab: seed " + seed + ": " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private int run(Simulation.Settings settings, Path folder)
            throws IOException, InterruptedException, HubException, ProgramException {
        say("seed %d; everything is kept under %s", seed, folder);
        say("faults: %s", settings.faults().stream().sorted().toList());
        try (Simulation simulation = Simulation.start(settings, folder, this::progress)) {
            SimulationReport outcome = simulation.run();
            tell(outcome);
            return outcome.violations().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private Simulation.Settings settings() throws InterruptedException {
        Set<Fault> chosen = EnumSet.noneOf(Fault.class);
        for (String name : faults) {
            chosen.addAll(name.equals(ALL) ? Fault.possible(broker) : Set.of(fault(name)));
        }
        return new Simulation.Settings(devices, broker, events, chosen, seed);
    }

    private static Fault fault(String name) {
        return Arrays.stream(Fault.values())
                .filter(fault -> fault.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no fault '%s'; there are %s".formatted(name, Arrays.toString(Fault.values()))));
    }

    private Path folder() throws IOException, UsageException {
        if (data == null) {
            Path parent = Files.createDirectories(Programs.root().resolve("target/lab"));
            return Files.createTempDirectory(parent, "run-");
        }
        Beforehand.requireNew(data);
        return Files.createDirectories(data).toAbsolutePath();
    }

    private void tell(SimulationReport outcome) throws IOException {
        for (Violation violation : outcome.violations()) {
            say("VIOLATION with seed %d, %s: %s", seed, violation.device(), violation.what());
            violation.trace().forEach(line -> say("  | %s", line));
        }
        say(
                "%d devices, %d faults, %d violations; %s; the hub has %d samples",
                outcome.devices(),
                outcome.events(),
                outcome.violations().size(),
                outcome.samples(),
                outcome.hubSamples());
        if (report != null) {
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValue(report.toFile(), outcome);
        }
    }

    private void progress(String line) {
        if (seconds() - lastTold >= TELL_SECONDS) {
            lastTold = seconds();
            say("%s", line);
        }
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    private void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, "%7.1f s  %s%n", seconds(), String.format(Locale.ROOT, format, values));
    }
}
