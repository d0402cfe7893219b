package io.fieldloop.hub.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesReadingTest {
    @Test
    void readings_areShownOverTheirTime() throws Exception {
        Outline.OfSeries series = outline("""
                time_s,"x",y
                0.0,1,-5
                0.5,2,
                1.0,3,NaN
                """);

        assertThat(series.axis()).isEqualTo("time_s");
        assertThat(series.rows()).isEqualTo(3);
        assertThat(series.at()).containsExactly(0.0, 0.5, 1.0);
        assertThat(series.channels()).extracting(Outline.Channel::name).containsExactly("x", "y");
        Outline.Channel y = series.channels().get(1);
        assertThat(y.missing()).isEqualTo(2);
        assertThat(y.min()).isEqualTo(-5);
        assertThat(y.low()).containsExactly(-5.0, null, null);
    }

    @Test
    void timeThatFallsOrIsMissing_isDrawnAsAChannel() throws Exception {
        for (String csv : List.of("t,x\n0,7\n1,7\n0.5,7\n", "t,x\n0,7\n,7\n1,7\n")) {
            Outline.OfSeries series = outline(csv);
            assertThat(series.axis()).isEqualTo("row");
            assertThat(series.at()).containsExactly(1.0, 2.0, 3.0);
            assertThat(series.channels()).extracting(Outline.Channel::name).containsExactly("t", "x");
        }
    }

    @Test
    void numbersWithoutNames_areNamedByTheirColumns() throws Exception {
        Outline.OfSeries series = outline("1,2\r\n3,4\r\n");

        assertThat(series.rows()).isEqualTo(2);
        assertThat(series.channels()).extracting(Outline.Channel::name).containsExactly("1", "2");
    }

    @Test
    void manyRows_becomeStretchesThatLoseNoPeak() throws Exception {
        String csv = "time,x\n"
                + IntStream.range(0, 100_000)
                        .mapToObj(i -> i + "," + (i == 77_777 ? 9 : 0))
                        .collect(Collectors.joining("\n"));

        Outline.OfSeries series = outline(csv);

        assertThat(series.rows()).isEqualTo(100_000);
        assertThat(series.at()).hasSize(500).startsWith(0.0, 200.0);
        Outline.Channel x = series.channels().getFirst();
        assertThat(x.high().get(388)).isEqualTo(9);
        assertThat(x.low().get(388)).isEqualTo(0);
        assertThat(x.max()).isEqualTo(9);
    }

    @Test
    void hostileNames_areShownAsText() throws Exception {
        byte[] csv = "<script>x</script>,a\u0000\u202Eb&amp;\n1,2\n".getBytes(StandardCharsets.UTF_8);
        Preview preview = SeriesReading.preview(csv);

        Svg svg = Svg.of(preview);
        assertThat(svg.all("script")).isEmpty();
        assertThat(svg.texts()).containsExactly("<script>x</script>: 1 to 1", "a\uFFFD\uFFFDb&amp;: 2 to 2");
    }

    @Test
    void manyChannels_areDrawnUpToFour() throws Exception {
        String names = IntStream.range(0, 20).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        Svg svg = Svg.of(SeriesReading.preview(
                (names + "\n" + "1e300,".repeat(19) + "-1e300\n").getBytes(StandardCharsets.UTF_8)));

        assertThat(svg.texts()).hasSize(5).endsWith("and 16 more");
        assertThat(svg.all("path")).hasSize(4);
    }

    @Test
    void whatIsNoSeries_isRefused() {
        assertRefused("a,b\n1,two\n", "value 2 of line 2 is no number");
        assertRefused("a,b\nnan,inf\n,-Infinity\n", "there is no finite number in it");
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
            assertThat(Previews.read(Kind.SERIES, junk).picture().size()).isPositive();
        }
    }

    private static Outline.OfSeries outline(String csv) throws Exception {
        return (Outline.OfSeries)
                SeriesReading.preview(csv.getBytes(StandardCharsets.UTF_8)).outline();
    }

    private static void assertRefused(String csv, String reason) {
        assertThatThrownBy(() -> outline(csv))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining(reason);
    }
}
