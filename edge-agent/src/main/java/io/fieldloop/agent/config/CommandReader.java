package io.fieldloop.agent.config;

import io.fieldloop.agent.source.CommandOutput;
import io.fieldloop.agent.source.CommandOutput.Images;
import io.fieldloop.agent.source.CommandOutput.Rgb24;
import io.fieldloop.agent.source.CommandSettings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a source whose images a process writes. */
final class CommandReader {
    private static final List<String> FORMATS = List.of("images", "rgb24");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    private CommandReader() {}

    static CommandSettings command(Section source) throws ConfigException {
        ConfigReader.refuse(source, List.of("folder", "every", "after", "push", "mqtt", "topic"), "command source");
        List<String> command = source.list("command", Section::text);
        if (command.isEmpty() || command.getFirst().isBlank()) {
            throw source.error("command", "expected a program and its arguments, such as [ffmpeg, -i, /dev/video0]");
        }
        return new CommandSettings(command, output(source));
    }

    private static CommandOutput output(Section source) throws ConfigException {
        String format = source.optional(
                "format", "images", "images or rgb24", text -> Optional.of(text).filter(FORMATS::contains));
        if (format.equals("rgb24")) {
            ConfigReader.refuse(source, List.of("max-image"), "source of rgb24");
            return source.required("size", "the size of a frame, such as 640x480", CommandReader::frames);
        }
        ConfigReader.refuse(source, List.of("size"), "source of images");
        return new Images(ConfigReader.maxImageBytes(source));
    }

    private static Optional<CommandOutput> frames(String text) {
        Matcher size = SIZE.matcher(text);
        return size.matches()
                ? Optional.of(new Rgb24(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2))))
                : Optional.empty();
    }
}
