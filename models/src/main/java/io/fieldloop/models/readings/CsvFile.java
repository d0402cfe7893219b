package io.fieldloop.models.readings;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Readings as CSV (RFC 4180): a line of names, then a line of numbers for each moment. What is empty or says so is missing. */
public final class CsvFile {
    /** Of such a file. */
    public static final String MEDIA_TYPE = "text/csv";

    private static final int MAX_NUMBER_CHARACTERS = 64;
    private static final int MAX_FIRST_LINE_BYTES = 8 << 10;

    /** What stands for bytes that are no text. */
    private static final char NO_CHARACTER = 0xFFFD;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private CsvFile() {}

    /**
     * Reads a file; the names may be left out.
     *
     * @throws ReadingsException if it holds anything but numbers, lines of different lengths, nothing, or too much
     */
    public static Readings read(byte[] csv) throws ReadingsException {
        String text = new String(csv, StandardCharsets.UTF_8);
        String plain = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        Builder table = null;
        int line = 0;
        for (String each : (Iterable<String>) plain.lines()::iterator) {
            line++;
            if (table == null) {
                table = Builder.of(cells(each));
            } else if (!each.isBlank()) {
                table.add(cells(each), line);
            }
        }
        if (table == null || table.rows == 0) {
            throw new ReadingsException("there are no readings in it");
        }
        return new Readings(table.names, table.named, List.of(table.columns), table.rows);
    }

    /** Whether a file looks like one: it begins with a line of plain characters. */
    public static boolean isLikely(byte[] file) {
        String text = new String(file, 0, Math.min(MAX_FIRST_LINE_BYTES, file.length), StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        return end > 0
                && text.substring(0, end).strip().chars().noneMatch(c -> (c < ' ' && c != '\t') || c == NO_CHARACTER);
    }

    /** Whether a line is readings already, and not the names of columns. */
    public static boolean isOfNumbers(String line) {
        return Arrays.stream(line.split(",", Readings.MAX_COLUMNS + 1)).allMatch(CsvFile::isNumber);
    }

    private static String[] cells(String line) throws ReadingsException {
        String[] cells = line.split(",", Readings.MAX_COLUMNS + 1);
        if (cells.length > Readings.MAX_COLUMNS) {
            throw new ReadingsException("it has more than %d columns".formatted(Readings.MAX_COLUMNS));
        }
        return cells;
    }

    private static final class Builder {
        private final List<String> names;
        private final boolean named;
        private final double[][] columns;
        private int rows;

        private Builder(List<String> names, boolean named) {
            this.names = names;
            this.named = named;
            this.columns = new double[names.size()][16];
        }

        static Builder of(String[] first) throws ReadingsException {
            if (!Arrays.stream(first).allMatch(CsvFile::isNumber)) {
                return new Builder(Arrays.stream(first).map(CsvFile::unquoted).toList(), true);
            }
            var table = new Builder(Readings.numbered(first.length), false);
            table.add(first, 1);
            return table;
        }

        void add(String[] cells, int line) throws ReadingsException {
            if (cells.length != names.size()) {
                throw new ReadingsException(
                        "line %d has %d values, but there are %d columns".formatted(line, cells.length, names.size()));
            }
            if ((long) (rows + 1) * names.size() > Readings.MAX_NUMBERS) {
                throw new ReadingsException("it has more than %d numbers".formatted(Readings.MAX_NUMBERS));
            }
            for (int i = 0; i < cells.length; i++) {
                if (rows == columns[i].length) {
                    columns[i] = Arrays.copyOf(columns[i], 2 * rows);
                }
                columns[i][rows] = number(cells[i], line, i + 1);
            }
            rows++;
        }
    }

    private static boolean isNumber(String cell) {
        try {
            return !Double.isNaN(number(cell, 1, 1));
        } catch (ReadingsException _) {
            return false;
        }
    }

    private static double number(String cell, int line, int column) throws ReadingsException {
        String text = unquoted(cell);
        try {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "", "nan", "na", "null", "inf", "+inf", "-inf" -> Double.NaN;
                case String _ when text.length() > MAX_NUMBER_CHARACTERS -> throw new NumberFormatException();
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException _) {
            throw new ReadingsException("value %d of line %d is no number".formatted(column, line));
        }
    }

    private static String unquoted(String cell) {
        String text = cell.strip();
        boolean isQuoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return isQuoted ? text.substring(1, text.length() - 1) : text;
    }
}
