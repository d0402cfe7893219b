package io.fieldloop.hub;

import io.fieldloop.hub.database.DatabaseAddress;
import io.fieldloop.hub.disk.DataFolder.FolderInUseException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fieldloop hub ingest}: runs until a signal ends it. */
@Command(
        name = "ingest",
        description = "Helps a hub with taking in samples, as a process of its own, here or on another machine.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli gives required options before it calls
final class IngestCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(IngestCommand.class);

    @Option(names = "--name", paramLabel = "NAME", required = true, description = "A name that no other one has.")
    private String name;

    @Option(names = "--data", paramLabel = "DIR", required = true, description = "A folder of its own.")
    private Path data;

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            required = true,
            description = "What the hub issued for NAME.ingest and NAME.channel.")
    private Path keys;

    @Option(names = "--broker", paramLabel = "HOST:PORT", required = true, description = "The hub's broker.")
    private String broker;

    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter complaints = command.commandLine().getErr();
        try (IngestProcess process = IngestProcess.start(options())) {
            var stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, stopped), "stop"));
            PrintWriter out = command.commandLine().getOut();
            out.println("INGEST READY " + name);
            out.flush();
            stopped.await();
            return CommandLine.ExitCode.OK;
        } catch (FolderInUseException e) {
            complaints.println("fieldloop hub ingest: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (IOException e) {
            LOG.debug("not started", e);
            complaints.println("fieldloop hub ingest: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private IngestProcess.Options options() {
        try {
            DatabaseAddress address = database.address()
                    .orElseThrow(() -> new IllegalArgumentException("name the hub's database by --database"));
            return new IngestProcess.Options(name, data, keys, BrokerPlace.of(broker), address);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static void stop(IngestProcess process, CountDownLatch stopped) {
        try {
            process.close();
        } catch (IOException e) {
            LOG.error("could not stop in order", e);
        }
        stopped.countDown();
    }
}
