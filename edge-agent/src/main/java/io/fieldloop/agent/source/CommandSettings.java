package io.fieldloop.agent.source;

import java.util.List;

/**
 * Images or sound that a process writes to its standard output.
 *
 * @param command the program and its arguments; no shell stands between
 * @param output what it writes
 */
public record CommandSettings(List<String> command, CommandOutput output) implements SourceSettings {
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
