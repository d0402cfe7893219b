package io.fieldloop.models.readings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.pack.Preprocessing.OfReadings;
import io.fieldloop.models.pack.Preprocessing.Order;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Quantisation;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadingsPreprocessorTest {
    private static final String CSV = "t,y,x\n0,900,900\n1,10,1\n2,20,2\n";

    @Test
    void lastRows_areWrittenByTheNamesOfTheirColumns() throws Exception {
        assertThat(written(Order.ROWS_FIRST, List.of(TensorSpec.FREE, 2, 2), CSV))
                .containsExactly(1, 5, 2, 15);
        assertThat(written(Order.COLUMNS_FIRST, List.of(1, 2, 2), CSV)).containsExactly(1, 2, 5, 15);
        assertThat(written(Order.ROWS_FIRST, List.of(1, 4), CSV)).as("flat").containsExactly(1, 5, 2, 15);
    }

    @Test
    void readingThatIsMissing_countsAsTheMean() throws Exception {
        assertThat(written(Order.ROWS_FIRST, List.of(1, 2, 2), "x,y\n1,\n2,inf\n"))
                .containsExactly(1, 0, 2, 0);
    }

    @Test
    void readingsWithoutNames_goByTheirPlaces() throws Exception {
        assertThat(written(Order.ROWS_FIRST, List.of(1, 2, 2), "1,10\n2,20\n")).containsExactly(1, 5, 2, 15);
    }

    @Test
    void wholeNumbers_areThoseThatStandForTheValue() throws Exception {
        var spec = new TensorSpec("x", ElementType.INT8, List.of(1, 2, 2), Optional.of(new Quantisation(0.5, -3)));
        Tensor input = Tensor.allocate(spec);

        new ReadingsPreprocessor(preprocessing(Order.ROWS_FIRST), spec).write(readings(CSV), input);

        assertThat(new byte[] {
                    input.bytes().get(0), input.bytes().get(1), input.bytes().get(3)
                })
                .containsExactly(-1, 7, 27);
    }

    @Test
    void readingsThatDoNotSuit_areRefused() {
        assertThatThrownBy(() -> written(Order.ROWS_FIRST, List.of(1, 2, 2), "x,y\n1,2\n"))
                .isInstanceOf(ReadingsException.class)
                .hasMessageContaining("the model needs 2 rows of readings, and there are 1");
        assertThatThrownBy(() -> written(Order.ROWS_FIRST, List.of(1, 2, 2), "x,z\n1,2\n1,2\n"))
                .hasMessageContaining("the readings have no column 'y'; the model needs [x, y]");
        assertThatThrownBy(() -> written(Order.ROWS_FIRST, List.of(1, 2, 2), "1,2,3\n1,2,3\n"))
                .hasMessageContaining("no column 'x'");
    }

    @Test
    void inputThatDoesNotSuit_isRefused() {
        for (List<Integer> shape : List.of(List.of(2, 2, 2), List.of(1, 5), List.of(1, 2, 3), List.<Integer>of())) {
            assertThatThrownBy(() -> written(Order.ROWS_FIRST, shape, CSV))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("which makes [1, 2, 2]");
        }
        var text = new TensorSpec("x", ElementType.STRING, List.of(1, 2, 2));
        assertThatThrownBy(() -> new ReadingsPreprocessor(preprocessing(Order.ROWS_FIRST), text))
                .hasMessageContaining("cannot be filled with readings");
    }

    private static float[] written(Order order, List<Integer> shape, String csv) throws ReadingsException {
        var preprocessor =
                new ReadingsPreprocessor(preprocessing(order), new TensorSpec("x", ElementType.FLOAT32, shape));
        Tensor input = Tensor.allocate(new TensorSpec("x", ElementType.FLOAT32, preprocessor.shape()));
        preprocessor.write(readings(csv), input);
        float[] values = new float[4];
        input.read(0, values);
        return values;
    }

    private static OfReadings preprocessing(Order order) {
        return new OfReadings(2, List.of("x", "y"), order, List.of(0.0, 5.0), List.of(1.0, 1.0));
    }

    private static Readings readings(String csv) throws ReadingsException {
        return Readings.read(csv.getBytes(StandardCharsets.UTF_8));
    }
}
