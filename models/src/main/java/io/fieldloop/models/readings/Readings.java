package io.fieldloop.models.readings;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Numbers in columns with names, a row for each moment. What is missing is NaN. The columns must not be changed.
 *
 * @param names of the columns
 * @param named whether they came with their names; otherwise these are their numbers, from 1 on
 * @param columns each with room for more rows than there are
 * @param rows how many there are, at least one
 */
public record Readings(List<String> names, boolean named, List<double[]> columns, int rows) {
    /** The most numbers that are read at a time. */
    public static final int MAX_NUMBERS = 4_000_000;

    /** The most columns of CSV. */
    public static final int MAX_COLUMNS = 33;

    /** The most columns of a tensor. */
    static final int MAX_TENSOR_COLUMNS = 1 << 16;

    /** Takes copies of the lists. */
    public Readings {
        names = List.copyOf(names);
        columns = List.copyOf(columns);
        if (names.size() != columns.size() || names.isEmpty() || rows < 1) {
            throw new IllegalArgumentException(
                    "there must be a row, and a name for each column; there are %d rows of %d"
                            .formatted(rows, columns.size()));
        }
    }

    /**
     * Reads CSV or NPY, told apart by their first byte.
     *
     * @throws ReadingsException if the file is neither, is damaged, or holds too much
     */
    public static Readings read(byte[] file) throws ReadingsException {
        try {
            return NpyFile.isOne(file) ? NpyFile.read(file).readings() : CsvFile.read(file);
        } catch (OutOfMemoryError e) {
            // A single allocation failed, of readings that are within the bounds but too large for this heap.
            throw new ReadingsException("there is not enough memory for so many readings", e);
        }
    }

    /** Zeros, as many as a model wants. */
    public static Readings zeros(int rows, List<String> names) {
        return new Readings(
                names, true, names.stream().map(_ -> new double[rows]).toList(), rows);
    }

    static List<String> numbered(int columns) {
        return IntStream.rangeClosed(1, columns).mapToObj(String::valueOf).toList();
    }
}
