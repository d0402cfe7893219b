package io.fieldloop.agent.source;

import java.util.List;

/**
 * Images that a process writes to its standard output, one after the other without anything between.
 *
 * @param command the program and its arguments; no shell stands between
 * @param maxImageBytes the largest image
 */
public record CommandSettings(List<String> command, int maxImageBytes) implements SourceSettings {
    /** Takes a copy of the command. */
    public CommandSettings {
        command = List.copyOf(command);
        if (command.isEmpty() || command.getFirst().isBlank()) {
            throw new IllegalArgumentException("a command must name a program");
        }
    }

    /** The program alone: its arguments may hold the password of a camera. */
    @Override
    public String origin() {
        return command.getFirst();
    }
}
