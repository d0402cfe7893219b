package io.fieldloop.agent.testing;

import io.fieldloop.models.testing.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;

/** Speech that a synthesiser makes. */
public final class Speech {
    private Speech() {}

    /** In WAV of 16 kHz, as ffmpeg writes it when it does not know yet how much there will be. */
    public static byte[] of(String text) throws IOException {
        Programs.require("espeak-ng");
        Programs.require("ffmpeg");
        return output(List.of(
                List.of("espeak-ng", "-v", "en-gb", "--stdout", text),
                List.of("ffmpeg", "-v", "error", "-i", "-", "-ar", "16000", "-ac", "1", "-f", "wav", "-")));
    }

    /** What the last program of a pipeline writes. */
    public static byte[] output(List<List<String>> pipeline) throws IOException {
        List<Process> processes = ProcessBuilder.startPipeline(pipeline.stream()
                .map(command -> new ProcessBuilder(command).redirectError(Redirect.INHERIT))
                .toList());
        try (InputStream speech = processes.getLast().getInputStream()) {
            return speech.readAllBytes();
        } finally {
            processes.forEach(Process::destroy);
        }
    }
}
