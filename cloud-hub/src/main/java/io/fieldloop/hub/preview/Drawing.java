package io.fieldloop.hub.preview;

import io.fieldloop.protocol.Bytes;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A drawing (SVG 1.1) of {@link #WIDTH} by {@link #HEIGHT} pixels, for dark and for light pages; its text can be read at half the size.
 * One thread.
 */
final class Drawing {
    static final double WIDTH = 320;
    static final double HEIGHT = 240;
    static final double MARGIN = 12;

    static final double LINE_HEIGHT = 24;
    private static final int LINE_CHARACTERS = 30;
    private static final int MAX_LINES = 8;
    private static final int MAX_POINTS = 160;

    private static final String START = """
            <svg xmlns="http://www.w3.org/2000/svg" width="320" height="240" viewBox="0 0 320 240"><style>
            text{font:18px system-ui,sans-serif;fill:#575e6c}.line{fill:none;stroke:#3150cc;stroke-linejoin:round;stroke-linecap:round}
            .bar{fill:#3150cc}.rule{stroke:#868e9c;stroke-opacity:.5}
            @media(prefers-color-scheme:dark){text{fill:#9ca4b3}.line{stroke:#93a9ff}.bar{fill:#93a9ff}}
            </style>
            """;

    private final StringBuilder svg = new StringBuilder(START);

    /** Writes a line of text from its lower left corner on, as much of it as fits. */
    Drawing text(double x, double y, String text) {
        svg.append("<text x=\"%s\" y=\"%s\">%s</text>\n"
                .formatted(place(x), place(y), escaped(ShownText.of(text, LINE_CHARACTERS))));
        return this;
    }

    /** Writes a text from the top on, in as many lines as it takes. */
    Drawing paragraph(String text) {
        double y = MARGIN + LINE_HEIGHT;
        String rest = text;
        for (int line = 0; line < MAX_LINES && !rest.isEmpty(); line++) {
            int end = endOfLine(rest);
            text(MARGIN, y, rest.substring(0, end));
            rest = rest.substring(end).strip();
            y += LINE_HEIGHT;
        }
        return this;
    }

    private static int endOfLine(String text) {
        if (text.length() <= LINE_CHARACTERS) {
            return text.length();
        }
        int space = text.lastIndexOf(' ', LINE_CHARACTERS);
        return space > 0 ? space : text.offsetByCodePoints(0, text.codePointCount(0, LINE_CHARACTERS));
    }

    /** Draws a level line over the whole width. */
    Drawing rule(double y) {
        svg.append(
                "<path class=\"rule\" d=\"M%s %sH%s\"/>\n".formatted(place(MARGIN), place(y), place(WIDTH - MARGIN)));
        return this;
    }

    /**
     * Draws values over the whole width, with gaps where there are none.
     *
     * @param top where {@code max} is
     * @param bottom where {@code min} is
     */
    Drawing line(Envelope values, double min, double max, double top, double bottom) {
        Envelope drawn = values.coarser(MAX_POINTS);
        StringBuilder path = new StringBuilder();
        boolean goesOn = false;
        for (int i = 0; i < drawn.length(); i++) {
            boolean present = !Double.isNaN(drawn.low()[i]);
            if (present) {
                double x = MARGIN + (WIDTH - 2 * MARGIN) * (i + 0.5) / drawn.length();
                double low = bottom + (top - bottom) * share(drawn.low()[i], min, max);
                double high = bottom + (top - bottom) * share(drawn.high()[i], min, max);
                path.append("%s%s %sV%s".formatted(goesOn ? "L" : "M", place(x), place(low), place(high)));
            }
            goesOn = present;
        }
        svg.append("<path class=\"line\" d=\"%s\"/>\n".formatted(path));
        return this;
    }

    /** Where a value lies between two others, 0 to 1; in the middle if these are the same. Works for the largest numbers, too. */
    static double share(double value, double min, double max) {
        return max > min ? (value / 2 - min / 2) / (max / 2 - min / 2) : 0.5;
    }

    /** Draws an upright bar. */
    Drawing bar(double x, double width, double top, double bottom) {
        svg.append("<rect class=\"bar\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n"
                .formatted(place(x), place(top), place(width), place(bottom - top)));
        return this;
    }

    /** The drawing as a file. */
    Bytes svg() {
        return Bytes.wrap((svg + "</svg>\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A number as people read it, with three digits. */
    static String figure(double number) {
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(3)).stripTrailingZeros();
        boolean isLong = Math.abs(number) >= 1e7 || (number != 0 && Math.abs(number) < 1e-4);
        return isLong ? rounded.toString() : rounded.toPlainString();
    }

    private static String place(double place) {
        return String.format(Locale.ROOT, "%.1f", place);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
