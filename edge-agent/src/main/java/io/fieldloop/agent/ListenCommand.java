package io.fieldloop.agent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.models.audio.Ear;
import io.fieldloop.models.audio.Hearing;
import io.fieldloop.models.audio.SampleStream;
import io.fieldloop.models.audio.Sound;
import io.fieldloop.models.pack.ChainFile;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
        ChainFile written = ChainFile.read(file);
        List<Session> sessions = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(input(line, standardInput))) {
            for (Path model : written.files()) {
                sessions.add(
                        Runtimes.available().forFormat(ChainFile.format(model)).load(model, LoadOptions.DEFAULT));
            }
            int sampleRate = written.chain().sound().sampleRate();
            try (Hearing hearing = Hearing.open(written.chain(), List.copyOf(sessions));
                    SampleStream sound = SampleStream.ofWav(in, sampleRate)) {
                hear(sound, hearing, sampleRate, out);
            }
        } catch (ModelException e) {
            throw new IOException("%s cannot be used: %s".formatted(file, e.getMessage()), e);
        } finally {
            sessions.forEach(Session::close);
        }
    }

    private static InputStream input(CommandLine line, InputStream standardInput) throws IOException {
        return line.operands().isEmpty()
                ? standardInput
                : Files.newInputStream(Path.of(line.operands().getFirst()));
    }

    private static void hear(SampleStream sound, Hearing hearing, int sampleRate, PrintStream out)
            throws IOException, ModelException {
        var ear = new Ear();
        short[] piece = new short[sampleRate / PIECES_PER_SECOND];
        long heard = 0;
        for (int count = sound.read(piece); count > 0; count = sound.read(piece)) {
            heard += count;
            for (ClassScore event : hearing.hear(ear, new Sound(sampleRate, Arrays.copyOf(piece, count)))) {
                print(event, heard * 1_000 / sampleRate, out);
            }
        }
    }

    /** At once, so that whoever reads this acts while it is still true. */
    private static void print(ClassScore event, long atMillis, PrintStream out) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("atMillis", atMillis);
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
