package io.fieldloop.agent;

import io.fieldloop.agent.config.AgentConfig;
import io.fieldloop.agent.config.ConfigException;
import io.fieldloop.agent.config.Spelling;
import io.fieldloop.agent.identity.Enrolment;
import io.fieldloop.agent.identity.EnrolmentException;
import io.fieldloop.agent.identity.EnrolmentToken;
import io.fieldloop.agent.identity.Identity;
import io.fieldloop.agent.identity.IdentityException;
import io.fieldloop.models.bundle.BundleException;
import io.fieldloop.protocol.DeviceId;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The commands of the agent. Exit codes: 0 it went well, 1 it failed, 2 the command line or the configuration is wrong. */
final class AgentCommand {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int WRONG = 2;

    private static final List<String> COMMANDS = List.of(
            "run", "enrol", "check-config", "serve", "accelerators", "listen", "export-bundle", "import-bundle");

    private static final String HELP = """
            Usage: fieldloop agent COMMAND [OPTIONS]

            Commands:
              enrol          give this device its identity, once
              check-config   tell whether a configuration can be used
              run            run the agent until it is told to end
              serve          serve a folder of models by HTTP, without a hub
              accelerators   measure a model on each accelerator, and tell which would be chosen
              listen         tell what models hear in sound, without a hub
              export-bundle  write the samples that wait into a file, to be carried to the hub
              import-bundle  take up receipts, packages and rules that were carried from the hub

            Options:
              --help         this text; after a command, that of the command
              --version      the version of the agent
            """;

    private static final String RUN_HELP = """
            Usage: fieldloop agent run --config FILE --data DIR

            Runs the agent until it is told to end (SIGTERM or Ctrl-C). It logs to the standard error stream.

              --config FILE   what is set on this device (see 'fieldloop agent check-config')
              --data DIR      the folder for everything the agent keeps, of which 'enrol' made the first part
            """;

    private static final String ENROL_HELP = """
            Usage: fieldloop agent enrol --hub URL --token TOKEN --data DIR [--replace]

            Gives this device its identity: makes a key that stays here, and has the hub certify it.

              --hub URL       where the hub serves devices, such as https://hub.example:8443
              --token TOKEN   an enrolment token of the hub; good for one device and a limited time
              --data DIR      the folder for everything the agent keeps
              --replace       replace the identity that this device has
            """;

    private static final String SCHEMA = "--schema";

    private static final String CHECK_HELP = """
            Usage: fieldloop agent check-config FILE
                   fieldloop agent check-config --schema

            Tells whether a configuration can be used, and what is wrong if not. Starts nothing.

              --schema        print the JSON Schema of configurations, for editors
            """;

    private final PrintStream out;
    private final PrintStream err;

    AgentCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs a command line, and returns the exit code. The outermost frame of the program. */
    int execute(List<String> arguments) {
        try {
            return dispatch(arguments);
        } catch (UsageException | ConfigException e) {
            return complain(e, WRONG);
        } catch (EnrolmentException | IdentityException | IOException e) {
            return complain(e, FAILED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return complain(e, FAILED);
        }
    }

    private int complain(Exception failure, int code) {
        String message = failure instanceof NoSuchFileException missing
                ? missing.getFile() + " does not exist"
                : String.valueOf(failure.getMessage());
        err.println("fieldloop agent: " + message);
        if (failure instanceof UsageException) {
            err.println("Try 'fieldloop agent --help'.");
        }
        return code;
    }

    private int dispatch(List<String> arguments)
            throws UsageException, ConfigException, EnrolmentException, IdentityException, IOException,
                    InterruptedException {
        if (arguments.isEmpty()) {
            throw new UsageException("a command must be given");
        }
        List<String> rest = arguments.subList(1, arguments.size());
        return switch (arguments.getFirst()) {
            case "run" -> run(CommandLine.parse(rest, List.of("--config", "--data"), List.of()));
            case "enrol" -> enrol(CommandLine.parse(rest, List.of("--hub", "--token", "--data"), List.of("--replace")));
            case "check-config" -> checkConfig(CommandLine.parse(rest, List.of(), List.of(SCHEMA)));
            case "serve" -> serve(CommandLine.parse(rest, ServeCommand.OPTIONS, List.of()));
            case "accelerators" ->
                accelerators(CommandLine.parse(rest, AcceleratorsCommand.OPTIONS, List.of(AcceleratorsCommand.JSON)));
            case "listen" -> listen(CommandLine.parse(rest, ListenCommand.OPTIONS, List.of()));
            case "export-bundle" -> exportBundle(CommandLine.parse(rest, BundleCommand.OPTIONS, List.of()));
            case "import-bundle" -> importBundle(CommandLine.parse(rest, BundleCommand.OPTIONS, List.of()));
            case "--help", "-h" -> print(HELP);
            case "--version" -> print("fieldloop agent " + AgentVersion.text() + "\n");
            default ->
                throw new UsageException("unknown command '%s'%s"
                        .formatted(arguments.getFirst(), Spelling.question(arguments.getFirst(), COMMANDS)));
        };
    }

    private int run(CommandLine line)
            throws UsageException, ConfigException, IdentityException, IOException, InterruptedException {
        if (line.flags().contains(CommandLine.HELP)) {
            return print(RUN_HELP);
        }
        line.requireOperands(0, "'run' takes only options");
        Path data = path(line.require("--data"));
        LastRuntimes.openAgain(data);
        AgentConfig config = AgentConfig.read(path(line.require("--config")));
        AgentApplication agent = AgentApplication.start(config, Identity.load(data), data, Parts.ofDevice());
        return awaitEnd(agent::close);
    }

    private int serve(CommandLine line) throws UsageException, IOException, InterruptedException {
        if (line.flags().contains(CommandLine.HELP)) {
            return print(ServeCommand.HELP);
        }
        return awaitEnd(ServeCommand.start(line)::close);
    }

    private int accelerators(CommandLine line)
            throws UsageException, ConfigException, IOException, InterruptedException {
        if (line.flags().contains(CommandLine.HELP)) {
            return print(AcceleratorsCommand.HELP);
        }
        return AcceleratorsCommand.run(line, out) ? OK : FAILED;
    }

    private int listen(CommandLine line) throws UsageException, IOException {
        if (line.flags().contains(CommandLine.HELP)) {
            return print(ListenCommand.HELP);
        }
        ListenCommand.run(line, System.in, out);
        return OK;
    }

    private int exportBundle(CommandLine line)
            throws UsageException, IdentityException, IOException, InterruptedException {
        if (line.flags().contains(CommandLine.HELP)) {
            return print(BundleCommand.EXPORT_HELP);
        }
        BundleCommand.of(line, out).write();
        return OK;
    }

    private int importBundle(CommandLine line)
            throws UsageException, IdentityException, IOException, InterruptedException {
        if (line.flags().contains(CommandLine.HELP)) {
            return print(BundleCommand.IMPORT_HELP);
        }
        try {
            BundleCommand.of(line, out).read();
            return OK;
        } catch (BundleException e) {
            err.println("fieldloop agent: the bundle " + e.getMessage());
            return FAILED;
        }
    }

    /** Never returns: the process ends when it is told to. */
    private static int awaitEnd(Runnable close) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(close), "end"));
        new CountDownLatch(1).await();
        return OK;
    }

    /** Ends the process with 0, because to be told to end is no failure; the platform would make it 128 + the signal. */
    private static void end(Runnable close) {
        close.run();
        Runtime.getRuntime().halt(OK);
    }

    private int enrol(CommandLine line) throws UsageException, EnrolmentException, IOException, InterruptedException {
        if (line.flags().contains(CommandLine.HELP)) {
            return print(ENROL_HELP);
        }
        line.requireOperands(0, "'enrol' takes only options");
        Path data = path(line.require("--data"));
        DeviceId device = enrolment(line, data).enrol(line.flags().contains("--replace"));
        // Revisions count anew at another hub.
        Files.deleteIfExists(DataFolder.desired(data));
        return print("This device is %s now. Start it: fieldloop agent run --config FILE --data %s%n"
                .formatted(device, data));
    }

    private static Enrolment enrolment(CommandLine line, Path data) throws UsageException {
        try {
            return new Enrolment(line.require("--hub"), EnrolmentToken.of(line.require("--token")), data);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private int checkConfig(CommandLine line) throws UsageException, ConfigException, IOException {
        if (line.flags().contains(CommandLine.HELP)) {
            return print(CHECK_HELP);
        }
        if (line.flags().contains(SCHEMA)) {
            line.requireOperands(0, "'check-config --schema' takes no file");
            return print(AgentConfig.schema());
        }
        line.requireOperands(1, "'check-config' takes one file");
        String file = line.operands().getFirst();
        AgentConfig config = AgentConfig.read(path(file));
        out.printf("%s can be used:%n", file);
        for (AgentConfig.Stream stream : config.streams()) {
            out.printf(
                    "  stream %s: images of %s to model %s%n",
                    stream.name(), stream.source().origin(), stream.model());
        }
        return OK;
    }

    static Path path(String text) throws UsageException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UsageException("'%s' is no path: %s".formatted(text, e.getReason()));
        }
    }

    private int print(String text) {
        out.print(text);
        return OK;
    }
}
