package io.fieldloop.hub;

import io.fieldloop.protocol.DeviceId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fieldloop hub export-bundle}. */
@Command(
        name = "export-bundle",
        description =
                "Has a running hub write what a device shall serve and capture, with the packages, into a bundle.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli gives required options before it calls
final class ExportBundleCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DEVICE", description = "The id of the device.")
    private String device;

    @Parameters(index = "1", paramLabel = "FILE", description = "Where the bundle goes.")
    private Path file;

    @Mixin
    private RunningHub hub = new RunningHub();

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        try {
            hub.save(hub.request("/api/v1/devices/%s/bundle".formatted(id())).GET(), file);
            command.commandLine().getOut().printf("Bring %s to device %s.%n", file, device);
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            command.commandLine().getErr().println("fieldloop hub export-bundle: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private DeviceId id() {
        try {
            return new DeviceId(device);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
