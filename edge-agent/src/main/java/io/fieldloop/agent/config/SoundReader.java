package io.fieldloop.agent.config;

import io.fieldloop.agent.source.CommandOutput.Sound;
import io.fieldloop.agent.source.CommandOutput.SoundForm.S16le;
import io.fieldloop.agent.source.CommandOutput.SoundForm.Wav;
import io.fieldloop.agent.source.WavSettings;
import java.util.List;
import java.util.Optional;

/** Reads sources of sound. */
final class SoundReader {
    private SoundReader() {}

    static WavSettings file(Section source) throws ConfigException {
        ConfigReader.allow(source, List.of("wav", "rate"), "WAV source");
        return new WavSettings(
                source.required("wav", "a file, such as /var/lib/line/shift.wav", ConfigReader::path), rate(source));
    }

    static Sound wav(Section source) throws ConfigException {
        ConfigReader.allow(source, List.of("command", "format", "rate", "live"), "source of wav");
        return new Sound(new Wav(), rate(source), live(source));
    }

    static Sound s16le(Section source) throws ConfigException {
        ConfigReader.allow(source, List.of("command", "format", "rate", "channels", "live"), "source of s16le");
        var form = new S16le((int) source.count("channels", Defaults.SOURCE_CHANNELS));
        return new Sound(form, rate(source), live(source));
    }

    private static int rate(Section source) throws ConfigException {
        return (int) source.count("rate", Defaults.SOURCE_RATE);
    }

    static boolean live(Section source) throws ConfigException {
        return source.optional("live", false, "true or false", SoundReader::flag);
    }

    private static Optional<Boolean> flag(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
