package io.fieldloop.hub.registry;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Constants as JSON writes them: in lower case, {@code -} between words. */
final class Words {
    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The constant of a word.
     *
     * @param what the word says, for the message
     * @throws IllegalArgumentException if there is none, naming those that there are
     */
    static <E extends Enum<E>> E constant(String what, String word, Class<E> type) {
        return Stream.of(type.getEnumConstants())
                .filter(constant -> of(constant).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s is one of %s, not '%s'"
                        .formatted(
                                what,
                                Stream.of(type.getEnumConstants())
                                        .map(Words::of)
                                        .collect(Collectors.joining(", ")),
                                word)));
    }
}
