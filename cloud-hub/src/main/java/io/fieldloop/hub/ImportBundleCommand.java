package io.fieldloop.hub;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fieldloop hub import-bundle}. */
@Command(
        name = "import-bundle",
        description = "Has a running hub take in the samples of a bundle, and writes its receipts for the device.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli gives required options before it calls
final class ImportBundleCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The bundle that a device exported.")
    private Path file;

    @Option(names = "--receipts", paramLabel = "FILE", required = true, description = "Where the receipts go.")
    private Path receipts;

    @Mixin
    private RunningHub hub = new RunningHub();

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        try {
            HttpResponse<?> answer = hub.save(
                    hub.request("/api/v1/bundles")
                            .header("Content-Type", "application/octet-stream")
                            .POST(BodyPublishers.ofFile(file)),
                    receipts);
            command.commandLine()
                    .getOut()
                    .printf(
                            "%s samples are stored, %s messages are in quarantine. Bring %s to the device.%n",
                            answer.headers().firstValue("Fieldloop-Samples").orElse("?"),
                            answer.headers().firstValue("Fieldloop-Refused").orElse("?"),
                            receipts);
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            command.commandLine().getErr().println("fieldloop hub import-bundle: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }
}
