package io.fieldloop.models.readings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadingsTest {
    @Test
    void csv_isReadByItsNames() throws Exception {
        Readings readings = read("\uFEFFtime, \"x\" ,y\r\n0,1,\r\n\r\n1,-2e3,nan\r\n");

        assertThat(readings.names()).containsExactly("time", "x", "y");
        assertThat(readings.named()).isTrue();
        assertThat(readings.rows()).isEqualTo(2);
        assertThat(column(readings, 1)).containsExactly(1, -2_000);
        assertThat(column(readings, 2)).containsExactly(Double.NaN, Double.NaN);
    }

    @Test
    void csvWithoutNames_hasNumbers() throws Exception {
        Readings readings = read("1,2\n3,4");

        assertThat(readings.names()).containsExactly("1", "2");
        assertThat(readings.named()).isFalse();
        assertThat(column(readings, 0)).containsExactly(1, 3);
    }

    @Test
    void tensor_isRowsOfAllItsOtherAxes() throws Exception {
        ByteBuffer elements = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        for (short each = 0; each < 12; each++) {
            elements.putShort(each);
        }

        Readings readings = Readings.read(Npy.file("<i2", "(3, 2, 2)", elements.array()));

        assertThat(readings.rows()).isEqualTo(3);
        assertThat(readings.names()).containsExactly("1", "2", "3", "4");
        assertThat(column(readings, 1)).containsExactly(1, 5, 9);
        assertThat(Readings.read(Npy.file("<i2", "(12,)", elements.array())).rows())
                .as("of a vector")
                .isEqualTo(1);
    }

    @Test
    void whatIsNoReadings_isRefused() {
        assertRefused("", "there are no readings in it");
        assertRefused("a,b\n", "there are no readings in it");
        assertRefused("a,b\n1,2\n3\n", "line 3 has 1 values, but there are 2 columns");
        assertRefused("a,b\n1,two\n", "value 2 of line 2 is no number");
        assertRefused("a\n" + "1".repeat(5_000) + "\n", "value 1 of line 2 is no number");
        assertRefused("a" + ",a".repeat(40), "it has more than 33 columns");
        assertRefused("1\n".repeat(4_000_001), "it has more than 4000000 numbers");
        byte[] empty = Npy.file("<f4", "(0, 3)", new byte[0]);
        assertThatThrownBy(() -> Readings.read(empty)).hasMessageContaining("it has 0 numbers");
        byte[] wide = Npy.file("|u1", "(1, 70000)", new byte[70_000]);
        assertThatThrownBy(() -> Readings.read(wide)).hasMessageContaining("it has 70000 columns");
        byte[] fortran = new String(Npy.file("<i1", "(2, 3)", new byte[6]), StandardCharsets.ISO_8859_1)
                .replace("False", "True ")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Readings.read(fortran)).hasMessageContaining("fortran_order");
    }

    @Test
    void csv_isKnownByItsFirstLine() {
        for (String csv : List.of("a,b\n1,2\n", "1\n", "\uFEFFa;é\r\n1\r\n")) {
            assertThat(CsvFile.isLikely(csv.getBytes(StandardCharsets.UTF_8)))
                    .as(csv)
                    .isTrue();
        }
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
        for (byte[] other : new byte[][] {{}, {'\n'}, {'a'}, {'G', 'I', 'F', 1, '\n'}, png}) {
            assertThat(CsvFile.isLikely(other)).isFalse();
        }
    }

    @Test
    void anything_isReadOrRefused() {
        var random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            byte[] junk = new byte[random.nextInt(60)];
            for (int at = 0; at < junk.length; at++) {
                junk[at] =
                        (byte) (random.nextBoolean() ? "1,.\n-e\"\u0000N".charAt(random.nextInt(9)) : random.nextInt());
            }
            try {
                assertThat(Readings.read(junk).rows()).isPositive();
            } catch (ReadingsException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void compressed_isTheSameAgain() throws Exception {
        byte[] readings = ShuttleReadings.load().csv(0, 1_000).getBytes(StandardCharsets.UTF_8);

        byte[] compressed = Zstandard.compress(readings);

        assertThat(compressed).hasSizeLessThan(readings.length / 2);
        assertThat(Zstandard.decompress(compressed, readings.length)).isEqualTo(readings);
        assertThat(Zstandard.decompress(Zstandard.compress(new byte[0]), 0)).isEmpty();
        assertThatThrownBy(() -> Zstandard.decompress(compressed, readings.length - 1))
                .isInstanceOf(ReadingsException.class)
                .hasMessageContaining("it does not say that it becomes at most");
    }

    @Test
    void compressedThatIsDamaged_isReadOrRefused() throws Exception {
        byte[] readings = ShuttleReadings.load().csv(0, 200).getBytes(StandardCharsets.UTF_8);
        byte[] compressed = Zstandard.compress(readings);
        var random = new Random(7);
        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = Arrays.copyOf(compressed, 1 + random.nextInt(compressed.length));
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            try {
                assertThat(Zstandard.decompress(damaged, readings.length).length)
                        .isLessThanOrEqualTo(readings.length);
            } catch (ReadingsException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    private static Readings read(String csv) throws ReadingsException {
        return Readings.read(csv.getBytes(StandardCharsets.UTF_8));
    }

    private static double[] column(Readings readings, int column) {
        return Arrays.copyOf(readings.columns().get(column), readings.rows());
    }

    private static void assertRefused(String csv, String reason) {
        assertThatThrownBy(() -> read(csv))
                .isInstanceOf(ReadingsException.class)
                .hasMessageContaining(reason);
    }
}
