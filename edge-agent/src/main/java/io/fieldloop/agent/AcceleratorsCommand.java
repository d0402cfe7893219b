package io.fieldloop.agent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.agent.accelerator.Accelerators;
import io.fieldloop.agent.accelerator.Decision.Chosen;
import io.fieldloop.agent.accelerator.Decision.Refused;
import io.fieldloop.agent.accelerator.FindingJson;
import io.fieldloop.agent.accelerator.Measurement;
import io.fieldloop.agent.accelerator.MeasurementTable;
import io.fieldloop.agent.accelerator.Preference;
import io.fieldloop.agent.accelerator.Probed;
import io.fieldloop.agent.config.AgentConfig;
import io.fieldloop.agent.config.ConfigException;
import io.fieldloop.agent.deployment.trial.ChildProbe;
import io.fieldloop.agent.disk.FolderTree;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.pack.PackageException;
import io.fieldloop.models.pack.PackageFolder;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.protocol.DeviceId;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Measures a model on every accelerator that comes into question, and shows what would be chosen. Nothing is kept. */
final class AcceleratorsCommand {
    static final List<String> OPTIONS = List.of("--model", "--config");
    static final String JSON = "--json";

    static final String HELP = """
            Usage: fieldloop agent accelerators --model DIR --config FILE [--json]

            Measures a model on every accelerator that comes into question, each in a process of its own, and shows what would
            be chosen. Exit code 1 means that the model would not serve.

              --model DIR     the folder of a package, such as DATA/packages/DIGEST; its signature is not asked for
              --config FILE   names accelerators and policy under 'accelerators', and the limits of a trial
              --json          the table as JSON
            """;

    /** Stands for the device, of which nothing is kept. */
    private static final DeviceId NOBODY = new DeviceId("nobody");

    private AcceleratorsCommand() {}

    /** Prints the table, and returns whether the model would serve. */
    static boolean run(CommandLine line, PrintStream out)
            throws UsageException, ConfigException, IOException, InterruptedException {
        line.requireOperands(0, "'accelerators' takes only options");
        LocalPackage source = source(Path.of(line.require("--model")));
        AgentConfig config = AgentConfig.read(Path.of(line.require("--config")));
        Path scratch = Files.createTempDirectory("accelerators");
        try {
            Measurement measured = measure(source, config, scratch);
            out.print(line.flags().contains(JSON) ? json(source, measured) : table(source, config, measured));
            return measured.decision() instanceof Chosen;
        } finally {
            FolderTree.remove(scratch);
        }
    }

    private static Measurement measure(LocalPackage source, AgentConfig config, Path scratch)
            throws IOException, InterruptedException {
        ChildProbe probe = new ChildProbe(config.trial(), scratch.resolve("trials"));
        return new Accelerators(
                        Runtimes.available(), probe, NOBODY, config.accelerators(), scratch.resolve("accelerators"))
                .measure(source);
    }

    private static String table(LocalPackage source, AgentConfig config, Measurement measured) {
        Preference preference =
                config.accelerators().of(source.manifest().model().model());
        return "%s, %s%n%s".formatted(source.manifest().model(), said(preference), new MeasurementTable(measured));
    }

    private static LocalPackage source(Path folder) throws IOException {
        try {
            return PackageFolder.inspect(folder.toAbsolutePath());
        } catch (PackageException e) {
            throw new IOException("%s is no package: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static String said(Preference preference) {
        return switch (preference.policy()) {
            case ANY -> "whatever is found";
            case PREFER -> "preferably on " + preference.candidates();
            case REQUIRE -> "only on " + preference.candidates();
            case FORBID_FALLBACK -> "only, and with every operator, on " + preference.candidates();
        };
    }

    private static String json(LocalPackage source, Measurement measured) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("model", source.manifest().model().toString());
            json.writeArrayFieldStart("candidates");
            for (Probed row : measured.table()) {
                json.writeStartObject();
                json.writeStringField("variant", row.candidate().variant());
                json.writeStringField(
                        "accelerator", row.candidate().accelerator().toString());
                FindingJson.write(row.finding(), json);
                json.writeEndObject();
            }
            json.writeEndArray();
            write(measured, json);
            json.writeEndObject();
        }
        return text + System.lineSeparator();
    }

    private static void write(Measurement measured, JsonGenerator json) throws IOException {
        switch (measured.decision()) {
            case Chosen(var candidate, var _, var fallback) -> {
                json.writeStringField("chosen", candidate.toString());
                if (fallback.isPresent()) {
                    json.writeStringField("fallback", fallback.get());
                }
            }
            case Refused(var failure) -> json.writeStringField("refused", failure.toString());
        }
    }
}
