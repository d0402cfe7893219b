package io.fieldloop.lab.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a bench measured.
 *
 * @param bench its name
 * @param command what measures the same again
 * @param at when it began
 */
record Report(String bench, String command, Machine machine, Instant at, List<Row> rows) {
    private static final List<String> HEAD = List.of("FIGURE", "OURS", "ANCHOR", "RATIO", "BOUND", "UNIT", "");

    Report {
        rows = List.copyOf(rows);
    }

    /** Whether every figure keeps what it promises. */
    boolean isMet() {
        return rows.stream().allMatch(Row::isMet);
    }

    /** The figures for a person, a line each. */
    List<String> table() {
        List<List<String>> cells = new ArrayList<>(List.of(HEAD));
        rows.forEach(row -> cells.add(cells(row)));
        int[] widths = new int[HEAD.size()];
        for (List<String> line : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        return cells.stream().map(line -> padded(line, widths)).toList();
    }

    private static String padded(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            boolean isText = i == 0 || i > 4;
            line.append(("%" + (isText ? "-" : "") + Math.max(1, widths[i]) + "s  ").formatted(cells.get(i)));
        }
        return line.toString().stripTrailing();
    }

    /** By what, when and where it was measured, and then the figures as a table in Markdown. */
    List<String> markdown() {
        List<String> lines = new ArrayList<>(List.of(
                "`%s`, %s, on %s".formatted(command, at.truncatedTo(ChronoUnit.MINUTES), machine),
                "",
                "| figure | ours | anchor | ratio | bound | unit | |",
                "|---|--:|--:|--:|--:|---|---|"));
        rows.forEach(row -> lines.add("| " + String.join(" | ", cells(row)) + " |"));
        return lines;
    }

    private static List<String> cells(Row row) {
        return List.of(
                row.what(),
                number(row.ours()),
                row.anchor().isPresent() ? number(row.anchor().getAsDouble()) : "",
                row.anchor().isPresent()
                        ? String.format(
                                Locale.ROOT, "%.2f", row.ours() / row.anchor().getAsDouble())
                        : "",
                switch (row.bound()) {
                    case Bound.AtMost(double most) -> "≤ " + number(most);
                    case Bound.AtLeast(double least) -> "≥ " + number(least);
                    case Bound.None _ -> "";
                },
                row.unit(),
                row.isMet() ? "" : "MISSED");
    }

    /** Three digits of what matters. */
    private static String number(double figure) {
        double size = Math.abs(figure);
        String format = size >= 100 || figure == Math.rint(figure) ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, figure);
    }

    /**
     * Writes it as JSON.
     *
     * @throws IOException if the file cannot be written
     */
    void write(Path file) throws IOException {
        JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValue(file.toFile(), json());
    }

    private Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("bench", bench);
        json.put("command", command);
        json.put("at", at.toString());
        json.put("machine", machine);
        json.put("met", isMet());
        json.put("rows", rows.stream().map(Report::json).toList());
        return json;
    }

    private static Map<String, Object> json(Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("what", row.what());
        json.put("unit", row.unit());
        json.put("ours", row.ours());
        row.anchor().ifPresent(anchor -> json.put("anchor", anchor));
        switch (row.bound()) {
            case Bound.AtMost(double most) -> json.put("atMost", most);
            case Bound.AtLeast(double least) -> json.put("atLeast", least);
            case Bound.None _ -> {}
        }
        json.put("met", row.isMet());
        return json;
    }
}
