package io.fieldloop.models.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TensorTest {
    @Test
    void elements_ofEveryType_areReadAsRealNumbers() {
        assertThat(read(ElementType.FLOAT32, b -> b.putFloat(4, -1.5f))).containsExactly(0, -1.5f);
        assertThat(read(ElementType.FLOAT16, b -> b.putShort(2, Float.floatToFloat16(-1.5f))))
                .containsExactly(0, -1.5f);
        assertThat(read(ElementType.BFLOAT16, b -> b.putShort(2, (short) 0xBFC0)))
                .containsExactly(0, -1.5f);
        assertThat(read(ElementType.FLOAT64, b -> b.putDouble(8, -1.5))).containsExactly(0, -1.5f);
        assertThat(read(ElementType.INT8, b -> b.put(1, (byte) -3))).containsExactly(0, -3);
        assertThat(read(ElementType.UINT8, b -> b.put(1, (byte) -3))).containsExactly(0, 253);
        assertThat(read(ElementType.INT16, b -> b.putShort(2, (short) -3))).containsExactly(0, -3);
        assertThat(read(ElementType.UINT16, b -> b.putShort(2, (short) -3))).containsExactly(0, 65_533);
        assertThat(read(ElementType.INT32, b -> b.putInt(4, -3))).containsExactly(0, -3);
        assertThat(read(ElementType.UINT32, b -> b.putInt(4, -1))).containsExactly(0, 0x1p32f);
        assertThat(read(ElementType.INT64, b -> b.putLong(8, -3))).containsExactly(0, -3);
        assertThat(read(ElementType.UINT64, b -> b.putLong(8, -1))).containsExactly(0, 0x1p64f);
        assertThat(read(ElementType.BOOL, b -> b.put(1, (byte) 1))).containsExactly(0, 1);
    }

    @Test
    void quantisedElements_areReadAsWhatTheyStandFor() {
        var spec = new TensorSpec("t", ElementType.UINT8, List.of(2), Optional.of(new Quantisation(0.5, 128)));
        Tensor tensor = Tensor.allocate(spec);
        tensor.bytes().put(1, (byte) 255);

        assertThat(read(tensor)).containsExactly(-64, 63.5f);
    }

    @Test
    void elementsQuantisedAlongAnAxis_areReadByWhereTheyStand() {
        var quantisation = new Quantisation(List.of(1.0, 0.5), List.of(0, 10), 1);
        var spec = new TensorSpec("t", ElementType.INT8, List.of(2, 2, 1), Optional.of(quantisation));
        Tensor tensor = Tensor.allocate(spec);
        tensor.bytes().put(0, new byte[] {20, 20, 30, 30});
        float[] values = new float[4];

        tensor.read(0, values);

        assertThat(values).containsExactly(20, 5, 30, 10);
        assertThatThrownBy(() -> spec.withShape(List.of(2, 3, 1)))
                .hasMessage("tensor 't' of shape [2, 3, 1] cannot have 2 scales along axis 1");
    }

    @Test
    void texts_areEmptyUntilTheyAreReplaced() {
        Tensor tensor = Tensor.allocate(spec(ElementType.STRING));

        tensor.texts()[1] = "ü";

        assertThat(tensor.texts()).containsExactly("", "ü");
        assertThatThrownBy(tensor::bytes).hasMessageContaining("it holds text");
        assertThatThrownBy(() -> Tensor.allocate(spec(ElementType.INT8)).texts())
                .hasMessage("t INT8[2] is not of type STRING");
    }

    @Test
    void tensorOfNoElements_isEmpty() {
        Tensor tensor = Tensor.allocate(new TensorSpec("t", ElementType.FLOAT32, List.of(3, 0)));

        assertThat(tensor.spec().elementCount()).isZero();
        assertThat(tensor.floats().capacity()).isZero();
    }

    @Test
    void awaitedTensor_hasMemoryOnceItsShapeIsKnown() {
        var spec = new TensorSpec("t", ElementType.FLOAT32, List.of(TensorSpec.FREE));
        Tensor tensor = Tensor.awaited(spec);
        assertThatThrownBy(tensor::bytes).hasMessageContaining("not computed yet");

        tensor.reallocate(spec.withShape(List.of(2)));

        assertThat(read(tensor)).containsExactly(0, 0);
        assertThat(spec.allows(tensor.spec().shape())).isTrue();
        assertThat(tensor.spec().allows(List.of(3))).isFalse();
    }

    @Test
    void floats_areTheSameMemory() {
        Tensor tensor = Tensor.allocate(spec(ElementType.FLOAT32));

        tensor.floats().put(1, 2.5f);

        assertThat(tensor.bytes().getFloat(4)).isEqualTo(2.5f);
        assertThatThrownBy(() -> Tensor.allocate(spec(ElementType.INT8)).floats())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("t INT8[2] is not of type FLOAT32, or not computed yet");
    }

    @Test
    void readingBeyondTheEnd_isRefused() {
        for (ElementType type : List.of(ElementType.FLOAT32, ElementType.INT8)) {
            assertThatThrownBy(() -> Tensor.allocate(spec(type)).read(1, new float[2]))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void memoryThatDoesNotFit_isRefused() {
        assertThatThrownBy(() -> Tensor.over(spec(ElementType.FLOAT32), ByteBuffer.allocateDirect(7)))
                .hasMessageContaining("needs 8 bytes of direct memory, not 7");
        assertThatThrownBy(() -> Tensor.over(spec(ElementType.FLOAT32), ByteBuffer.allocate(8)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tensor.over(spec(ElementType.STRING), ByteBuffer.allocateDirect(0)))
                .hasMessageContaining("holds text, which has no memory of its own");
        assertThatThrownBy(() -> Tensor.allocate(new TensorSpec("t", ElementType.INT8, List.of(TensorSpec.FREE))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has a free axis");
    }

    @Test
    void shapes_countTheirElements() {
        var free = new TensorSpec("t", ElementType.INT16, List.of(TensorSpec.FREE, 3));

        assertThat(free.isFixed()).isFalse();
        assertThat(free.withBatch(4).elementCount()).isEqualTo(12);
        assertThat(free.withBatch(4).sizeBytes()).isEqualTo(24);
        assertThat(free.withBatch(4).withBatch(5).shape()).containsExactly(4, 3);
        assertThat(new TensorSpec("scalar", ElementType.INT8, List.of()).elementCount())
                .isEqualTo(1);
    }

    @Test
    void shapesThatCannotBe_areRefused() {
        for (List<Integer> shape : List.of(
                List.of(-2), List.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 4), List.of(1, 1, 1, 1, 1, 1, 1, 1, 1))) {
            assertThatThrownBy(() -> new TensorSpec("t", ElementType.FLOAT32, shape))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("tensor 't'");
        }
        assertThatThrownBy(() -> new TensorSpec("", ElementType.INT8, List.of(1)))
                .hasMessage("a tensor must have a name");
        assertThatThrownBy(() -> new Quantisation(Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @FunctionalInterface
    private interface Change {
        void make(ByteBuffer bytes);
    }

    private static float[] read(ElementType type, Change change) {
        Tensor tensor = Tensor.allocate(spec(type));
        change.make(tensor.bytes());
        return read(tensor);
    }

    private static float[] read(Tensor tensor) {
        float[] values = new float[2];
        tensor.read(0, values);
        return values;
    }

    private static TensorSpec spec(ElementType type) {
        return new TensorSpec("t", type, List.of(2));
    }
}
