package io.fieldloop.models.readings;

import io.fieldloop.models.catalogue.TestAssets;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tukaani.xz.XZInputStream;

/** Readings of nine sensors of a space shuttle, and the state that each row of them belongs to. */
public final class ShuttleReadings {
    public static final List<String> SENSORS = List.of("V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9");
    public static final List<String> STATES =
            List.of("Rad.Flow", "Fpv.Close", "Fpv.Open", "High", "Bypass", "Bpv.Close", "Bpv.Open");

    /** Of a file of R: a list that holds one table, whose columns come first (R Internals, section 1.8, serialization as XDR). */
    private static final int BEFORE_THE_COLUMNS = "RDX2\nX\n".length() + 3 * 4 + 4 * 4 + "Shuttle".length() + 2 * 4;

    private final List<double[]> columns;

    /** Of the rows, counted from 0. */
    private final int[] states;

    private ShuttleReadings(List<double[]> columns, int[] states) {
        this.columns = columns;
        this.states = states;
    }

    public static ShuttleReadings load() throws IOException {
        try (var in = new DataInputStream(
                new XZInputStream(Files.newInputStream(TestAssets.file("shuttle-readings", "shuttle.rda"))))) {
            in.skipNBytes(BEFORE_THE_COLUMNS);
            double[][] columns = new double[SENSORS.size()][];
            for (int column = 0; column < columns.length; column++) {
                columns[column] = new double[length(in)];
                for (int row = 0; row < columns[column].length; row++) {
                    columns[column][row] = in.readDouble();
                }
            }
            int[] states = new int[length(in)];
            for (int row = 0; row < states.length; row++) {
                states[row] = in.readInt() - 1;
            }
            return new ShuttleReadings(List.of(columns), states);
        }
    }

    /** Behind the kind of a vector. */
    private static int length(DataInputStream in) throws IOException {
        in.readInt();
        return in.readInt();
    }

    /** Rows as CSV. */
    public String csv(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(row -> columns.stream()
                        .map(column -> String.valueOf(column[row]))
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n", String.join(",", SENSORS) + "\n", "\n"));
    }

    /** Rows one after the other, as floats. */
    public float[] values(int first, int count) {
        float[] values = new float[count * columns.size()];
        for (int row = 0; row < count; row++) {
            for (int column = 0; column < columns.size(); column++) {
                values[row * columns.size() + column] = (float) columns.get(column)[first + row];
            }
        }
        return values;
    }

    /** The states of some rows. */
    public int[] states(int first, int count) {
        return Arrays.copyOfRange(states, first, first + count);
    }
}
