package io.fieldloop.agent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.models.audio.Chain;
import io.fieldloop.models.audio.ChainJson;
import io.fieldloop.models.audio.Heard;
import io.fieldloop.models.audio.Listener;
import io.fieldloop.models.audio.WavStream;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.Runtimes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tells what a chain of models hears in sound, without a hub. */
final class ListenCommand {
    static final List<String> OPTIONS = List.of("--chain");

    static final String HELP = """
            Usage: fieldloop agent listen --chain FILE [WAV]

            Prints a line of JSON for each event that is heard, as soon as it is heard, until the sound ends.

              --chain FILE   names the models and what goes between them (see docs/listening.md)
              WAV            a WAV file; without it, sound in that format is read from the standard input

            Try it: arecord -q -t wav -f S16_LE -r 16000 | fieldloop agent listen --chain FILE
            """;

    private static final JsonFactory JSON = new JsonFactory();
    private static final int PIECES_PER_SECOND = 100;

    private ListenCommand() {}

    static void run(CommandLine line, InputStream standardInput, PrintStream out) throws UsageException, IOException {
        if (line.operands().size() > 1) {
            throw new UsageException("'listen' takes one WAV file, not " + line.operands());
        }
        Path file = Path.of(line.require("--chain")).toAbsolutePath();
        Chain chain = ChainJson.read(file);
        try (Listener listener = Listener.open(
                        chain,
                        file.resolveSibling("."),
                        Runtimes.available(),
                        LoadOptions.DEFAULT,
                        event -> print(event, out));
                InputStream in = new BufferedInputStream(input(line, standardInput));
                WavStream sound = WavStream.open(in, chain.sampleRate())) {
            hear(sound, listener, new short[chain.sampleRate() / PIECES_PER_SECOND]);
        } catch (ModelException e) {
            throw new IOException("%s cannot be used: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static InputStream input(CommandLine line, InputStream standardInput) throws IOException {
        return line.operands().isEmpty()
                ? standardInput
                : Files.newInputStream(Path.of(line.operands().getFirst()));
    }

    private static void hear(WavStream sound, Listener listener, short[] piece) throws IOException, ModelException {
        for (int count = sound.read(piece); count > 0; count = sound.read(piece)) {
            listener.hear(piece, count);
        }
    }

    /** At once, so that whoever reads this acts while it is still true. */
    private static void print(Heard event, PrintStream out) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("atMillis", event.at().toMillis());
            json.writeStringField("label", event.label());
            json.writeNumberField("score", event.score());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
        out.println(text);
        out.flush();
    }
}
