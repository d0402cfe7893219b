package io.fieldloop.hub.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
    void everyType_isReadInEitherByteOrder() throws Exception {
        for (NpyType type : NpyType.values()) {
            String code = NpyType.byCode().entrySet().stream()
                    .filter(each -> each.getValue() == type)
                    .findFirst()
                    .orElseThrow()
                    .getKey();
            byte[] one = one(type);
            byte[] reversed = new byte[one.length];
            Arrays.setAll(new Byte[one.length], i -> reversed[i] = one[one.length - 1 - i]);

            assertThat(outline(Npy.file("<" + code, "(1,)", one)).max())
                    .as(code)
                    .isEqualTo(1);
            assertThat(outline(Npy.file(">" + code, "()", reversed)).max())
                    .as(code)
                    .isEqualTo(1);
        }
    }

    private static byte[] one(NpyType type) {
        ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case FLOAT16 -> bytes.putShort(Float.floatToFloat16(1));
            case FLOAT32 -> bytes.putFloat(1);
            case FLOAT64 -> bytes.putDouble(1);
            case BOOL, INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64 -> bytes.put((byte) 1);
        }
        return Arrays.copyOf(bytes.array(), type.sizeBytes());
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
    void whatIsNoWholeTensor_isRefused() {
        assertRefused("RIFF and so on".getBytes(StandardCharsets.US_ASCII), "this is no file of NumPy (NPY)");
        assertRefused(new byte[0], "this is no file of NumPy (NPY)");
        byte[] whole = Npy.file("<f4", "(2,)", new byte[8]);
        assertRefused(Arrays.copyOf(whole, 40), "the header of the tensor is damaged or cut off");
        assertRefused(Arrays.copyOf(whole, whole.length - 1), "does not hold 2 elements of float32");
        assertRefused(
                Npy.file("<f4", "(9999999999, 9999999999, 9999999999)", new byte[8]), "does not hold 9999999999 × ");
        assertRefused(Npy.file("<f4", "(99999999999999999999999,)", new byte[8]), "no tensor has the shape");
        assertRefused(Npy.file("<f4", "(" + "1,".repeat(70) + ")", new byte[4]), "no tensor has the shape");
        assertRefused(Npy.file("<c8", "(1,)", new byte[8]), "elements of type 'c8' are not read");
        assertRefused(Npy.file("|O", "(1,)", new byte[8]), "elements of type 'O' are not read");
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

    private static void assertRefused(byte[] file, String reason) {
        assertThatThrownBy(() -> TensorReading.preview(file))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining(reason);
    }
}
