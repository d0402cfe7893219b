package io.fieldloop.hub;

import io.fieldloop.hub.Ports.PortInUseException;
import io.fieldloop.hub.disk.DataFolder.FolderInUseException;
import io.fieldloop.hub.security.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The hub's command. Exit codes: 0 showed its help or version, 1 failed, 2 the options cannot be used.
 *
 * <p>Otherwise it runs until a signal ends it, in order: what is being written is finished, then the database is stopped.
 */
@Command(
        name = "fieldloop hub",
        description = "Runs the hub: collects, labels, trains, and rolls out.",
        mixinStandardHelpOptions = true,
        versionProvider = HubVersion.class,
        subcommands = {IssueCommand.class, IngestCommand.class, ImportBundleCommand.class, ExportBundleCommand.class},
        showDefaultValues = true,
        sortOptions = false)
public final class HubApplication implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(HubApplication.class);

    @Option(names = "--data", paramLabel = "DIR", description = "Folder of everything that the hub keeps.")
    private Path data = HubOptions.DEFAULT_DATA;

    @Option(names = "--host", paramLabel = "HOST", description = "Name or address to listen on.")
    private String host = "127.0.0.1";

    @Option(names = "--http-port", paramLabel = "PORT", description = "For people and their programs; 0 for any.")
    private int httpPort = 8080;

    @Option(names = "--device-port", paramLabel = "PORT", description = "For devices, HTTPS; 0 for any.")
    private int devicePort = 8443;

    @Option(names = "--mqtt-port", paramLabel = "PORT", description = "For devices, MQTT over TLS; 0 for any.")
    private int mqttPort = 8883;

    @Option(names = "--database-port", paramLabel = "PORT", description = "Of its PostgreSQL; 0 for any.")
    private int databasePort = 0;

    @Option(names = "--broker", paramLabel = "HOST:PORT", description = "An MQTT broker to use in place of its own.")
    private @Nullable String broker;

    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli gives it before it calls
    private CommandSpec command;

    private HubApplication() {}

    /** Runs the hub until a signal ends it. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs the command and gives its exit code. */
    static int run(String... arguments) {
        return new CommandLine(new HubApplication()).execute(arguments);
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Hub hub = Hub.start(options())) {
            var stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(hub, stopped), "stop"));
            hub.newAdminToken().ifPresent(this::showAdminToken);
            say("HUB READY " + hub.url());
            stopped.await();
            return CommandLine.ExitCode.OK;
        } catch (FolderInUseException | PortInUseException e) {
            complain(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (IOException e) {
            LOG.debug("not started", e);
            complain(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private HubOptions options() {
        try {
            return new HubOptions(
                    data,
                    host,
                    httpPort,
                    devicePort,
                    mqttPort,
                    databasePort,
                    Optional.ofNullable(broker).map(BrokerPlace::of),
                    database.address());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void showAdminToken(Secret token) {
        say("ADMIN TOKEN " + token.text() + " (shown once; kept in " + data.resolve("admin-token") + ")");
    }

    private static void stop(Hub hub, CountDownLatch stopped) {
        LOG.info("stopping");
        hub.close();
        stopped.countDown();
    }

    // The answers of a command belong to the streams of its process, not to the log.
    @SuppressWarnings("SystemOut")
    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    @SuppressWarnings("SystemOut")
    private static void complain(@Nullable String why) {
        System.err.println("fieldloop hub: " + why);
    }
}
