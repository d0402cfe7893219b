package io.fieldloop.hub.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.models.readings.Npy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TensorReadingTest {
    @Test
    void tensor_becomesItsShapeAndItsNumbers() throws Exception {
        ByteBuffer elements = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        for (float each : new float[] {-1, 0, 0, 1, 3, 3}) {
            elements.putFloat(each);
        }

        Preview preview = TensorReading.preview(Npy.file("<f4", "(2, 3)", elements.array()));

        var tensor = (Outline.OfTensor) preview.outline();
        assertThat(tensor.type()).isEqualTo("float32");
        assertThat(tensor.shape()).containsExactly(2L, 3L);
        assertThat(tensor.count()).isEqualTo(6);
        assertThat(tensor.notFinite()).isZero();
        assertThat(tensor.min()).isEqualTo(-1);
        assertThat(tensor.max()).isEqualTo(3);
        assertThat(tensor.mean()).isEqualTo(1);
        assertThat(tensor.histogram()).hasSize(32).startsWith(1L).endsWith(2L);
        assertThat(Svg.of(preview).texts()).containsExactly("float32  2 × 3", "-1 to 3, mean 1");
    }

    @Test
    void numbersThatAreNotFinite_areCountedAndLeftOut() throws Exception {
        ByteBuffer elements = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        elements.putDouble(Double.NaN)
                .putDouble(Double.POSITIVE_INFINITY)
                .putDouble(1e308)
                .putDouble(-1e308);

        Outline.OfTensor tensor = outline(Npy.file("<f8", "(4,)", elements.array()));

        assertThat(tensor.notFinite()).isEqualTo(2);
        assertThat(tensor.mean()).isZero();
        assertThat(tensor.histogram().stream().mapToLong(Long::longValue).sum()).isEqualTo(2);
    }

    @Test
    void tensorWithoutAFiniteNumber_saysSo() throws Exception {
        Outline.OfTensor none = outline(Npy.file("<f4", "(0, 5)", new byte[0]));
        assertThat(none.max()).isNull();
        assertThat(none.histogram()).isEmpty();

        ByteBuffer nan = ByteBuffer.allocate(4).putInt(Integer.reverseBytes(Float.floatToIntBits(Float.NaN)));
        assertThat(Svg.of(TensorReading.preview(Npy.file("<f4", "()", nan.array())))
                        .texts())
                .containsExactly("float32", "no finite number");
    }

    @Test
    void whatIsNoTensor_saysSo() {
        assertThat(Previews.read(Kind.TENSOR, new byte[] {1, 2, 3}).outline())
                .isEqualTo(new Outline.Unreadable("this is no file of NumPy (NPY)"));
    }

    @Test
    void damagedHeader_isReadOrRefused() {
        byte[] whole = Npy.file("<i2", "(3, 4)", new byte[24]);
        var random = new Random(9);
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(80)] = (byte) random.nextInt();
            damaged[random.nextInt(80)] = (byte) random.nextInt();
            assertThat(Previews.read(Kind.TENSOR, damaged).picture().size()).isPositive();
        }
    }

    private static Outline.OfTensor outline(byte[] file) throws Exception {
        return (Outline.OfTensor) TensorReading.preview(file).outline();
    }
}
