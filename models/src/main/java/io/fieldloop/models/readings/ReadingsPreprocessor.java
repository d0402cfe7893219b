package io.fieldloop.models.readings;

import io.fieldloop.models.pack.Preprocessing.OfReadings;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Quantisation;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/** Writes readings into the input of a model. Any thread. */
public final class ReadingsPreprocessor {
    private final OfReadings preprocessing;
    private final List<Integer> shape;

    /**
     * Prepares for an input.
     *
     * @param input of floats or whole numbers of 8 bits, for one window at a time
     * @throws IllegalArgumentException if the input's shape or type does not suit the preprocessing
     */
    public ReadingsPreprocessor(OfReadings preprocessing, TensorSpec input) {
        this.preprocessing = preprocessing;
        this.shape = shape(preprocessing, input);
        requireType(input);
    }

    /** The shape of the input for one window. */
    public List<Integer> shape() {
        return shape;
    }

    /** As the preprocessing lays it out, or the same numbers on any other fixed axes. */
    private static List<Integer> shape(OfReadings preprocessing, TensorSpec input) {
        int rows = preprocessing.rows();
        int columns = preprocessing.columns().size();
        List<Integer> natural = switch (preprocessing.order()) {
            case ROWS_FIRST -> List.of(1, rows, columns);
            case COLUMNS_FIRST -> List.of(1, columns, rows);
        };
        List<Integer> declared = new ArrayList<>(input.shape());
        if (!declared.isEmpty() && declared.getFirst() == TensorSpec.FREE) {
            declared.set(0, 1);
        }
        if (suits(declared, natural)) {
            return natural;
        }
        long count = declared.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        if (declared.contains(TensorSpec.FREE) || declared.isEmpty() || count != (long) rows * columns) {
            throw new IllegalArgumentException(
                    "input %s does not suit the preprocessing, which makes %s".formatted(input, natural));
        }
        return List.copyOf(declared);
    }

    private static boolean suits(List<Integer> declared, List<Integer> natural) {
        boolean suits = declared.size() == natural.size();
        for (int axis = 0; suits && axis < natural.size(); axis++) {
            suits = declared.get(axis) == TensorSpec.FREE || declared.get(axis).equals(natural.get(axis));
        }
        return suits;
    }

    private static void requireType(TensorSpec input) {
        switch (input.type()) {
            case FLOAT32, INT8, UINT8 -> {}
            case FLOAT16, BFLOAT16, FLOAT64, INT16, UINT16, INT32, UINT32, INT64, UINT64, BOOL, STRING ->
                throw new IllegalArgumentException(
                        "input %s cannot be filled with readings; it must be FLOAT32, INT8 or UINT8".formatted(input));
        }
    }

    /**
     * Writes the last rows.
     *
     * @param input as it was prepared for
     * @throws ReadingsException if there are too few rows, or a column is missing
     */
    public void write(Readings readings, Tensor input) throws ReadingsException {
        int rows = preprocessing.rows();
        int columns = preprocessing.columns().size();
        if (readings.rows() < rows) {
            throw new ReadingsException(
                    "the model needs %d rows of readings, and there are %d".formatted(rows, readings.rows()));
        }
        for (int column = 0; column < columns; column++) {
            double[] values = readings.columns().get(place(readings, column));
            for (int row = 0; row < rows; row++) {
                int index = switch (preprocessing.order()) {
                    case ROWS_FIRST -> row * columns + column;
                    case COLUMNS_FIRST -> column * rows + row;
                };
                put(standardised(values[readings.rows() - rows + row], column), input, index);
            }
        }
    }

    /** What has no names goes by its place. */
    private int place(Readings readings, int column) throws ReadingsException {
        List<String> wanted = preprocessing.columns();
        if (!readings.named() && readings.columns().size() == wanted.size()) {
            return column;
        }
        int place = readings.names().indexOf(wanted.get(column));
        if (place < 0) {
            throw new ReadingsException(
                    "the readings have no column '%s'; the model needs %s".formatted(wanted.get(column), wanted));
        }
        return place;
    }

    private double standardised(double reading, int column) {
        double mean = preprocessing.mean().get(column);
        return Double.isFinite(reading)
                ? (reading - mean) / preprocessing.deviation().get(column)
                : 0;
    }

    private static void put(double value, Tensor input, int index) {
        ElementType type = input.spec().type();
        if (type == ElementType.FLOAT32) {
            input.floats().put(index, (float) value);
        } else {
            int least = type == ElementType.INT8 ? Byte.MIN_VALUE : 0;
            long whole = input.spec()
                    .quantisation()
                    .map((Quantisation q) -> q.whole(value))
                    .orElseGet(() -> Math.round(value));
            input.bytes().put(index, (byte) Math.clamp(whole, least, least + 255L));
        }
    }
}
