package io.fieldloop.agent;

import io.fieldloop.agent.config.Spelling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The options of a command, as {@code --name VALUE}, {@code --name=VALUE} or {@code --flag}, and what else was given.
 *
 * @param values by name
 * @param flags that were given
 * @param operands what is no option, in order
 */
record CommandLine(Map<String, String> values, Set<String> flags, List<String> operands) {
    /** What is understood for every command. */
    static final String HELP = "--help";

    CommandLine {
        values = Map.copyOf(values);
        flags = Set.copyOf(flags);
        operands = List.copyOf(operands);
    }

    /**
     * Parses the arguments of a command.
     *
     * @param valued the options that take a value
     * @param flags the options that take none, besides {@code --help}
     */
    static CommandLine parse(List<String> arguments, List<String> valued, List<String> flags) throws UsageException {
        Map<String, String> values = new HashMap<>();
        Set<String> given = new HashSet<>();
        List<String> operands = new ArrayList<>();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            String name = argument.split("=", 2)[0];
            if (!argument.startsWith("-")) {
                operands.add(argument);
            } else if (argument.equals(HELP) || argument.equals("-h")) {
                given.add(HELP);
            } else if (flags.contains(argument)) {
                given.add(argument);
            } else if (!valued.contains(name)) {
                throw unknown(name, valued, flags);
            } else if (values.put(name, value(argument, name, rest)) != null) {
                throw new UsageException("%s is given twice".formatted(name));
            }
        }
        return new CommandLine(values, given, operands);
    }

    private static String value(String argument, String name, Iterator<String> rest) throws UsageException {
        if (argument.length() > name.length()) {
            return argument.substring(name.length() + 1);
        }
        if (!rest.hasNext()) {
            throw new UsageException("%s needs a value".formatted(name));
        }
        return rest.next();
    }

    /** The value of an option that must be given. */
    String require(String name) throws UsageException {
        String value = values.get(name);
        if (value == null || value.isBlank()) {
            throw new UsageException("%s must be given".formatted(name));
        }
        return value;
    }

    void requireOperands(int count, String expected) throws UsageException {
        if (operands.size() != count) {
            throw new UsageException(expected + ", not " + (operands.isEmpty() ? "nothing" : operands));
        }
    }

    private static UsageException unknown(String name, List<String> valued, List<String> flags) {
        List<String> known =
                Stream.of(valued, flags, List.of(HELP)).flatMap(List::stream).toList();
        return new UsageException("unknown option '%s'%s".formatted(name, Spelling.question(name, known)));
    }
}
