package io.fieldloop.hub.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.hub.datasets.Split.Side;
import io.fieldloop.protocol.Sha256;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SplitTest {
    private static final List<Sha256> MEDIA = IntStream.range(0, 20_000)
            .mapToObj(i -> Sha256.of(("image " + i).getBytes(StandardCharsets.UTF_8)))
            .toList();

    @Test
    void unbiasedItems_areHeldOutByTheShare() {
        for (String share : List.of("0", "0.1", "0.25", "0.9")) {
            Split split = new Split(7, new BigDecimal(share));
            long held = MEDIA.stream()
                    .filter(m -> split.sideOf(m, true) == Side.TEST)
                    .count();
            assertThat((double) held / MEDIA.size()).isCloseTo(Double.parseDouble(share), Offset.offset(0.01));
        }
    }

    @Test
    void chosenItems_areNeverTestedOn() {
        Split split = new Split(7, new BigDecimal("0.9"));

        assertThat(MEDIA).allMatch(m -> split.sideOf(m, false) == Side.TRAIN);
    }

    @Test
    void anotherSeed_drawsOtherItems_theSameSeedTheSame() {
        BigDecimal share = new BigDecimal("0.5");

        assertThat(sides(new Split(1, share)))
                .isEqualTo(sides(new Split(1, share)))
                .isNotEqualTo(sides(new Split(2, share)));
    }

    @Test
    void share_writtenInAnotherWay_isTheSameSplit() {
        assertThat(new Split(1, new BigDecimal("0.20"))).isEqualTo(new Split(1, new BigDecimal("0.2")));
        assertThat(new Split(1, new BigDecimal("0.00"))).isEqualTo(new Split(1, BigDecimal.ZERO));
    }

    @Test
    void share_outsideItsRange_isRefused() {
        for (String share : List.of("-0.1", "0.91", "1")) {
            assertThatThrownBy(() -> new Split(1, new BigDecimal(share)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0 to 0.9, not " + share);
        }
    }

    private static List<Side> sides(Split split) {
        return MEDIA.stream().map(m -> split.sideOf(m, true)).toList();
    }
}
