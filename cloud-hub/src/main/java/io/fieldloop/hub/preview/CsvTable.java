package io.fieldloop.hub.preview;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Columns of numbers with names, as CSV has them. What is empty or says so is no number: NaN.
 *
 * @param names of the columns; their numbers, from 1 on, if the first line holds numbers already
 * @param columns each with room for more rows than there are
 * @param rows how many there are, at least one
 */
record CsvTable(List<String> names, List<double[]> columns, int rows) {
    private static final int MAX_COLUMNS = 33;
    private static final int MAX_NUMBERS = 4_000_000;
    private static final int MAX_NUMBER_CHARACTERS = 64;
    private static final int MAX_NAME_CHARACTERS = 40;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    static CsvTable read(byte[] csv) throws UnreadableException {
        String text = new String(csv, StandardCharsets.UTF_8);
        String plain = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        Builder table = null;
        int line = 0;
        for (String each : (Iterable<String>) plain.lines()::iterator) {
            line++;
            if (table == null) {
                table = Builder.of(cells(each, MAX_COLUMNS));
            } else if (!each.isBlank()) {
                table.add(cells(each, MAX_COLUMNS), line);
            }
        }
        if (table == null || table.rows == 0) {
            throw new UnreadableException("there are no readings in it");
        }
        return new CsvTable(table.names, List.of(table.columns), table.rows);
    }

    /** One more than the most where there are more. */
    private static String[] cells(String line, int most) throws UnreadableException {
        String[] cells = line.split(",", most + 1);
        if (cells.length > most) {
            throw new UnreadableException("it has more than %d columns".formatted(most));
        }
        return cells;
    }

    private static final class Builder {
        private final List<String> names;
        private final double[][] columns;
        private int rows;

        private Builder(List<String> names) {
            this.names = List.copyOf(names);
            this.columns = new double[names.size()][16];
        }

        static Builder of(String[] first) throws UnreadableException {
            if (Arrays.stream(first).allMatch(CsvTable::isNumber)) {
                var table = new Builder(IntStream.rangeClosed(1, first.length)
                        .mapToObj(String::valueOf)
                        .toList());
                table.add(first, 1);
                return table;
            }
            List<String> names = new ArrayList<>();
            for (String cell : first) {
                names.add(ShownText.of(unquoted(cell), MAX_NAME_CHARACTERS));
            }
            return new Builder(names);
        }

        void add(String[] cells, int line) throws UnreadableException {
            if (cells.length != names.size()) {
                throw new UnreadableException(
                        "line %d has %d values, but there are %d columns".formatted(line, cells.length, names.size()));
            }
            if ((long) (rows + 1) * names.size() > MAX_NUMBERS) {
                throw new UnreadableException("it has more than %d numbers".formatted(MAX_NUMBERS));
            }
            for (int i = 0; i < cells.length; i++) {
                if (rows == columns[i].length) {
                    columns[i] = Arrays.copyOf(columns[i], 2 * rows);
                }
                columns[i][rows] = number(cells[i], line);
            }
            rows++;
        }
    }

    private static boolean isNumber(String cell) {
        try {
            return !Double.isNaN(number(cell, 1));
        } catch (UnreadableException _) {
            return false;
        }
    }

    private static double number(String cell, int line) throws UnreadableException {
        String text = unquoted(cell);
        try {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "", "nan", "na", "null", "inf", "+inf", "-inf" -> Double.NaN;
                case String _ when text.length() > MAX_NUMBER_CHARACTERS -> throw new NumberFormatException();
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException _) {
            throw new UnreadableException("'%s' in line %d is no number".formatted(ShownText.of(text, 20), line));
        }
    }

    private static String unquoted(String cell) {
        String text = cell.strip();
        boolean isQuoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return isQuoted ? text.substring(1, text.length() - 1) : text;
    }
}
