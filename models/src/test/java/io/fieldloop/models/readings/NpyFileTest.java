package io.fieldloop.models.readings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NpyFileTest {
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

            assertThat(NpyFile.read(Npy.file("<" + code, "(1,)", one)).at(0))
                    .as(code)
                    .isEqualTo(1);
            assertThat(NpyFile.read(Npy.file(">" + code, "()", reversed)).at(0))
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

    private static void assertRefused(byte[] file, String reason) {
        assertThatThrownBy(() -> NpyFile.read(file))
                .isInstanceOf(ReadingsException.class)
                .hasMessageContaining(reason);
    }
}
