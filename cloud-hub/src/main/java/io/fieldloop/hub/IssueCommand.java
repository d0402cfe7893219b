package io.fieldloop.hub;

import io.fieldloop.hub.security.HubKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fieldloop hub issue}. The hub may run meanwhile. */
@Command(
        name = "issue",
        description =
                "Issues keys to parts of the hub that run elsewhere: a broker, or further processes of ingestion.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
final class IssueCommand implements Callable<Integer> {
    private static final Pattern PART = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");

    @Parameters(paramLabel = "PART", arity = "1..*", description = "What the parts are called, such as hub.broker.")
    private List<String> parts = new ArrayList<>();

    @Option(names = "--data", paramLabel = "DIR", description = "The hub's folder.")
    private Path data = HubOptions.DEFAULT_DATA;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where PART.pem and authority.pem go.")
    @SuppressWarnings("NullAway.Init") // picocli gives it before it calls
    private Path out;

    @Option(names = "--host", paramLabel = "HOST", description = "Name or address where the parts listen; repeatable.")
    private List<String> hosts = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli gives it before it calls
    private CommandSpec command;

    @Override
    public Integer call() {
        for (String part : parts) {
            if (!PART.matcher(part).matches() || !part.contains(".")) {
                throw new ParameterException(
                        command.commandLine(),
                        "a part is called by lower-case letters, digits and hyphens, with a dot that tells it from a"
                                + " device, such as hub.broker; not '%s'".formatted(part));
            }
        }
        try {
            HubKeys.issue(data.resolve("pki"), parts, hosts, out, InstantSource.system());
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            command.commandLine().getErr().println("fieldloop hub issue: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }
}
