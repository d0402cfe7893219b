package io.fieldloop.hub.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.hub.blob.ByteRange.UnsatisfiableException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=10-19, 10, 19",
        "bytes=90-, 90, 99",
        "bytes=90-500, 90, 99",
        "bytes=-10, 90, 99",
        "bytes=-500, 0, 99",
    })
    void oneRange_isCutToTheContent(String header, long first, long last) throws UnsatisfiableException {
        assertThat(ByteRange.parse(header, 100)).contains(new ByteRange(first, last));
    }

    @Test
    void whatIsNotOneRange_isAnsweredByAllOfIt() throws UnsatisfiableException {
        for (String header : List.of(
                "bytes=",
                "bytes=-",
                "bytes=5-3",
                "bytes=0-1,5-6",
                "lines=1-2",
                "bytes=a-b",
                "bytes=99999999999999999999-")) {
            assertThat(ByteRange.parse(header, 100)).as(header).isEmpty();
        }
    }

    @Test
    void rangeBeyondTheContent_isUnsatisfiable() {
        for (String header : List.of("bytes=100-", "bytes=100-200", "bytes=-0")) {
            assertThatThrownBy(() -> ByteRange.parse(header, 100))
                    .as(header)
                    .isInstanceOf(UnsatisfiableException.class);
        }
    }
}
