package io.fieldloop.lab.demo;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fieldloop.lab.fleet.Beforehand;
import io.fieldloop.lab.fleet.Beforehand.UsageException;
import io.fieldloop.lab.fleet.Fleet;
import io.fieldloop.lab.hub.HubException;
import io.fieldloop.lab.program.ProgramException;
import io.fieldloop.lab.program.Programs;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fieldloop demo}. */
@Command(
        name = "fieldloop demo",
        mixinStandardHelpOptions = true,
        versionProvider = DemoCommand.Version.class,
        sortOptions = false,
        description = {
            "Runs the whole loop on real images, each program in a process of its own:",
            "two line cameras and a photo camera infer and capture, their samples are labelled,",
            "the model's head is retrained and rolled out to the cameras in two waves.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the loop closed and what it measured is as it must be",
            "1:it did not; the output says why",
            "2:wrong usage, such as a port in use or a data folder that is not empty",
            "130:ended by Ctrl-C, and all that it started with it"
        })
public final class DemoCommand implements Callable<Integer> {
    @Option(names = "--exit", description = "End when the loop is done instead of serving the pages until Ctrl-C.")
    private boolean exit;

    @Option(names = "--report", paramLabel = "FILE", description = "Write what was measured as JSON.")
    private @Nullable Path report;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Changes the corruption of the field, the order and the split (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--label-by-hand", description = "Wait for a person to label on the page.")
    private boolean labelByHand;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Folder of the hub, the devices and their logs; must be new or empty (default a folder under target/demo).")
    private @Nullable Path data;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Pages and REST (default ${DEFAULT-VALUE}).")
    private int httpPort;

    @Option(
            names = "--device-port",
            paramLabel = "PORT",
            defaultValue = "8443",
            description = "Enrolment and downloads (default ${DEFAULT-VALUE}).")
    private int devicePort;

    @Option(
            names = "--mqtt-port",
            paramLabel = "PORT",
            defaultValue = "8883",
            description = "MQTT (default ${DEFAULT-VALUE}).")
    private int mqttPort;

    /** Runs the demo. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DemoCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        var narrator = new Narrator(System.out, isTerminal());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(narrator), "stop"));
        try {
            var ports = new Fleet.Ports(httpPort, devicePort, mqttPort);
            Beforehand.requireFree(ports);
            if (report != null) {
                Beforehand.requireWritable(report);
            }
            return inFolder(newFolder(), ports, narrator);
        } catch (UsageException e) {
            narrator.say("%s", String.valueOf(e.getMessage()));
            return CommandLine.ExitCode.USAGE;
        } catch (IOException | HubException | ProgramException e) {
            narrator.say("the demo failed: %s", String.valueOf(e.getMessage()));
            return 1;
        }
    }

    /** After Ctrl-C, and at every other end: no program outlives the one that started it. */
    private static void stop(Narrator narrator) {
        narrator.fallSilent();
        Programs.endAll();
    }

    private int inFolder(Path folder, Fleet.Ports ports, Narrator narrator)
            throws IOException, InterruptedException, HubException, ProgramException {
        Stock stock = Stock.open(folder, seed);
        narrator.chapter("The hub");
        try (Fleet fleet = Fleet.start(folder, ports)) {
            narrator.say("ready; its pages: %s", fleet.pages());
            narrator.say("everything is kept under %s", folder);
            DemoReport measured = tell(fleet, stock, narrator);
            write(measured);
            List<String> faults = Verdict.faults(measured);
            narrator.chapter("What was measured");
            Verdict.tell(measured, faults, narrator);
            if (!exit) {
                narrator.say("the pages stay at %s until Ctrl-C", fleet.pages());
                fleet.awaitHub();
            }
            return faults.isEmpty() ? 0 : 1;
        }
    }

    private DemoReport tell(Fleet fleet, Stock stock, Narrator narrator)
            throws IOException, InterruptedException, HubException, ProgramException {
        try {
            return new Demo(fleet, narrator, Demo.Settings.ofDemo(seed, labelByHand), stock).run();
        } catch (IOException e) {
            fleet.requireRunning(); // what ended is more worth knowing than what failed by it
            throw e;
        }
    }

    @SuppressWarnings("SystemConsoleNull") // null is still what a platform without a console provider gives
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private Path newFolder() throws IOException, UsageException {
        if (data == null) {
            Path parent = Files.createDirectories(Programs.root().resolve("target/demo"));
            return Files.createTempDirectory(parent, "run-");
        }
        Beforehand.requireNew(data);
        return Files.createDirectories(data).toAbsolutePath();
    }

    private void write(DemoReport measured) throws IOException {
        if (report != null) {
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValue(report.toFile(), measured);
        }
    }

    /** The version of this build. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = DemoCommand.class.getPackage().getImplementationVersion();
            return new String[] {"fieldloop " + (version == null ? "(built from source)" : version)};
        }
    }
}
