package io.fieldloop.agent.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeadParserTest {
    private static final String GOOD =
            "POST /v2/models/m/infer?x=1 HTTP/1.1\r\nHost: a\r\ncontent-length:  12 \r\n\r\n";

    @Test
    void goodHead_isReadWhole() throws HttpException {
        RequestHead head = parse(GOOD);

        assertThat(head.method()).isEqualTo("POST");
        assertThat(head.path()).isEqualTo("/v2/models/m/infer");
        assertThat(head.bodyBytes()).isEqualTo(12);
        assertThat(head.keepsAlive()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 1\r\nContent-Length: 1\r\n",
                "Content-Length: 1, 1\r\n",
                "Content-Length: +1\r\n",
                "Content-Length: -1\r\n",
                "Content-Length: 0x1\r\n",
                "Content-Length: 99999999999999999999\r\n",
                "Content-Length: \r\n",
                "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\n",
                "Transfer-Encoding: identity\r\n",
                "A: b\r\n folded\r\n",
                "A : b\r\n",
                ": b\r\n",
                "A\r\n",
                "A: b\0\r\n",
                "Host: b\r\n"
            })
    void ambiguousHead_isRefused(String fields) {
        assertThatExceptionOfType(HttpException.class)
                .isThrownBy(() -> parse("GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\nHost: a\r\n\r\n", "GET / HTTP/1.1\rX\r\n\r\n", "\n\n"})
    void bareLineEnd_isRefused(String text) {
        assertThatExceptionOfType(HttpException.class).isThrownBy(() -> parse(text));
    }

    /** Whatever comes, it is a head, not yet a head, or refused: nothing else is thrown. */
    @Test
    void mutatedHead_neverFailsOtherwise() {
        var random = new Random(7);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = GOOD.getBytes(StandardCharsets.ISO_8859_1);
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                int end = HeadParser.end(ByteBuffer.wrap(bytes), 0, bytes.length);
                if (end == bytes.length) {
                    assertThat(HeadParser.parse(bytes).bodyBytes()).isNotNegative();
                }
            } catch (HttpException e) {
                assertThat(e.status()).isBetween(400, 599);
                refused++;
            }
        }
        assertThat(refused).isBetween(2_000, 19_999);
    }

    private static RequestHead parse(String text) throws HttpException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(HeadParser.end(ByteBuffer.wrap(bytes), 0, bytes.length)).isEqualTo(bytes.length);
        return HeadParser.parse(bytes);
    }
}
