package io.fieldloop.hub.preview;

/** Text of a medium as it may be shown, and kept in any column. */
final class ShownText {
    private static final int REPLACEMENT = 0xFFFD;

    private ShownText() {}

    /** The beginning of a text, in which everything that is no character of its own (XML 1.0, section 2.2) is replaced. */
    static String of(String text, int mostCharacters) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(mostCharacters).map(ShownText::shown).forEach(shown::appendCodePoint);
        return text.codePointCount(0, text.length()) > mostCharacters
                ? shown.append('…').toString()
                : shown.toString();
    }

    private static int shown(int character) {
        boolean isPlain = switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE -> false;
            case Character.UNASSIGNED, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
        return isPlain ? character : REPLACEMENT;
    }
}
