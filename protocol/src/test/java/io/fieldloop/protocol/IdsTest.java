package io.fieldloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.protocol.message.SequenceRange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "cam-1", "0", "a--b"})
    void name_withinTheGrammar_isTaken(String name) {
        assertThat(new DeviceId(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "a-", "-a", "A", "a.b", "a/b", "a b", "ä", "a\n"})
    void name_outsideTheGrammar_isRefusedWithTheRule(String name) {
        assertThatThrownBy(() -> new DeviceId(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be 1 to 63 of a-z, 0-9 and '-'");
    }

    @Test
    void name_of64Characters_isRefused() {
        assertThat(new ModelName("a".repeat(63)).value()).hasSize(63);
        assertThatThrownBy(() -> new ModelName("a".repeat(64))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void modelVersion_belowOne_isRefused() {
        assertThatThrownBy(() -> ModelRef.of("m", 0)).hasMessageContaining("at least 1");
    }

    @Test
    void sha256_ofAbc_isTheStandardsVector() {
        assertThat(Sha256.of("abc".getBytes(StandardCharsets.US_ASCII)).hex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void bytes_keepTheirContent_whateverTheCallerDoes() {
        byte[] mutable = {1, 2};
        Bytes bytes = Bytes.copyOf(mutable);
        mutable[0] = 9;
        bytes.toArray()[1] = 9;
        assertThat(bytes).isEqualTo(Bytes.copyOf(new byte[] {1, 2}));
    }

    @Test
    void failureDetail_beyondTheLimit_isCut() {
        assertThat(new Failure(FailureCode.DOWNLOAD_FAILED, "x".repeat(1_000)).detail())
                .hasSize(Failure.DETAIL_LIMIT)
                .endsWith("…");
    }

    @Test
    void covering_scatteredNumbers_givesTheFewestRanges() {
        assertThat(SequenceRange.covering(new TreeSet<>(List.of(9L, 1L, 2L, 3L, 5L, 8L))))
                .containsExactly(new SequenceRange(1, 3), new SequenceRange(5, 5), new SequenceRange(8, 9));
    }
}
