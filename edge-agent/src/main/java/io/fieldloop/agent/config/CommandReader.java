package io.fieldloop.agent.config;

import io.fieldloop.agent.source.CommandOutput;
import io.fieldloop.agent.source.CommandOutput.Csv;
import io.fieldloop.agent.source.CommandOutput.Images;
import io.fieldloop.agent.source.CommandOutput.Rgb24;
import io.fieldloop.agent.source.CommandSettings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a source whose images, readings or sound a process writes. */
final class CommandReader {
    private static final List<String> FORMATS = List.of("images", "rgb24", "csv", "wav", "s16le");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    private CommandReader() {}

    static CommandSettings command(Section source) throws ConfigException {
        CommandOutput output = output(source);
        List<String> command = source.list("command", Section::text);
        if (command.isEmpty() || command.getFirst().isBlank()) {
            throw source.error("command", "expected a program and its arguments, such as [ffmpeg, -i, /dev/video0]");
        }
        return new CommandSettings(command, output);
    }

    private static CommandOutput output(Section source) throws ConfigException {
        String format = source.optional(
                "format",
                "images",
                "images, rgb24, csv, wav or s16le",
                text -> Optional.of(text).filter(FORMATS::contains));
        return switch (format) {
            case "rgb24" -> rgb24(source);
            case "csv" -> csv(source);
            case "wav" -> SoundReader.wav(source);
            case "s16le" -> SoundReader.s16le(source);
            default -> images(source);
        };
    }

    private static Images images(Section source) throws ConfigException {
        ConfigReader.allow(source, List.of("command", "format", "max-image"), "source of images");
        return new Images(ConfigReader.maxImageBytes(source));
    }

    private static CommandOutput rgb24(Section source) throws ConfigException {
        ConfigReader.allow(source, List.of("command", "format", "size"), "source of rgb24");
        return source.required("size", "the size of a frame, such as 640x480", CommandReader::frames);
    }

    private static CommandOutput csv(Section source) throws ConfigException {
        ConfigReader.allow(source, List.of("command", "format", "rows", "hop", "live"), "source of csv");
        long rows = source.requiredCount("rows", Defaults.SOURCE_ROWS);
        long hop = source.has("hop") ? source.requiredCount("hop", Defaults.SOURCE_ROWS) : rows;
        try {
            return new Csv((int) rows, (int) hop, SoundReader.live(source));
        } catch (IllegalArgumentException e) {
            throw source.error("hop", String.valueOf(e.getMessage()));
        }
    }

    private static Optional<CommandOutput> frames(String text) {
        Matcher size = SIZE.matcher(text);
        return size.matches()
                ? Optional.of(new Rgb24(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2))))
                : Optional.empty();
    }
}
