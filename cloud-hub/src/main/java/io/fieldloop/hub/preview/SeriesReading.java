package io.fieldloop.hub.preview;

import io.fieldloop.models.readings.CsvFile;
import io.fieldloop.models.readings.Readings;
import io.fieldloop.models.readings.ReadingsException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Readings of sensors become a plot of each channel, one below the other. They are drawn over their first column if its name begins with
 * {@code time}, or is {@code t}, and its numbers never fall; otherwise over the number of the row.
 */
final class SeriesReading {
    private static final int STRETCHES = 500;
    private static final int MAX_DRAWN = 4;
    private static final int MAX_NAME_CHARACTERS = 40;

    private SeriesReading() {}

    static Preview preview(byte[] medium) throws UnreadableException {
        Readings table = read(medium);
        boolean overTime = isTime(table);
        int first = overTime ? 1 : 0;
        List<Envelope> envelopes = table.columns().stream()
                .skip(first)
                .map(column -> Envelope.of(table.rows(), row -> column[row], STRETCHES))
                .toList();
        if (envelopes.stream().allMatch(each -> Double.isNaN(each.min()))) {
            throw new UnreadableException("there is no finite number in it");
        }
        List<String> names =
                table.names().stream().skip(first).map(SeriesReading::shown).toList();
        List<Outline.Channel> channels = IntStream.range(0, names.size())
                .mapToObj(i -> channel(names.get(i), table.columns().get(first + i), envelopes.get(i), table.rows()))
                .toList();
        String axis = overTime ? shown(table.names().getFirst()) : "row";
        return Preview.drawn(
                new Outline.OfSeries(axis, table.rows(), places(table, overTime), channels), drawing(names, envelopes));
    }

    private static String shown(String name) {
        return ShownText.of(name, MAX_NAME_CHARACTERS);
    }

    private static Readings read(byte[] medium) throws UnreadableException {
        try {
            return CsvFile.read(medium);
        } catch (ReadingsException e) {
            throw new UnreadableException(e);
        }
    }

    private static boolean isTime(Readings table) {
        String name = table.names().getFirst().toLowerCase(Locale.ROOT);
        if (table.columns().size() < 2 || !(name.startsWith("time") || name.equals("t"))) {
            return false;
        }
        double[] times = table.columns().getFirst();
        return Double.isFinite(times[0])
                && IntStream.range(1, table.rows())
                        .allMatch(row -> Double.isFinite(times[row]) && times[row] >= times[row - 1]);
    }

    /** Where each stretch begins on the axis. */
    private static List<Double> places(Readings table, boolean overTime) {
        int count = Math.min(table.rows(), STRETCHES);
        return IntStream.range(0, count)
                .map(stretch -> Envelope.start(table.rows(), count, stretch))
                .mapToObj(row -> overTime ? table.columns().getFirst()[row] : row + 1)
                .toList();
    }

    private static Outline.Channel channel(String name, double[] column, Envelope envelope, int rows) {
        long finite = Arrays.stream(column, 0, rows).filter(Double::isFinite).count();
        return new Outline.Channel(
                name,
                rows - finite,
                Envelope.nullable(envelope.min()),
                Envelope.nullable(envelope.max()),
                Envelope.nullable(envelope.low()),
                Envelope.nullable(envelope.high()));
    }

    private static Drawing drawing(List<String> names, List<Envelope> envelopes) {
        Drawing drawing = new Drawing();
        int drawn = Math.min(names.size(), MAX_DRAWN);
        int more = names.size() - drawn;
        double left = Drawing.HEIGHT - Drawing.MARGIN - (more > 0 ? Drawing.LINE_HEIGHT : 0);
        double height = left / drawn;
        for (int i = 0; i < drawn; i++) {
            double top = i * height + Drawing.LINE_HEIGHT;
            Envelope values = envelopes.get(i);
            drawing.text(Drawing.MARGIN, top - 4, legend(names.get(i), values));
            drawing.line(values, values.min(), values.max(), top, (i + 1) * height - 4);
        }
        return more > 0
                ? drawing.text(Drawing.MARGIN, Drawing.HEIGHT - Drawing.MARGIN, "and %d more".formatted(more))
                : drawing;
    }

    private static String legend(String name, Envelope values) {
        return Double.isNaN(values.min())
                ? name + ": no number"
                : "%s: %s to %s".formatted(name, Drawing.figure(values.min()), Drawing.figure(values.max()));
    }
}
