package io.fieldloop.protocol.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every golden vector decodes to its message, and every message encodes to its vector, byte by byte. */
public abstract class WireContract {
    @FunctionalInterface
    private interface Codec<A, B> {
        B apply(A from) throws WireException;
    }

    @TestFactory
    Stream<DynamicTest> deviceMessages_areTheirVectors() {
        return vectors(GoldenVectors.deviceMessages(), Wire::encode, Wire::decodeDeviceMessage);
    }

    @TestFactory
    Stream<DynamicTest> hubMessages_areTheirVectors() {
        return vectors(GoldenVectors.hubMessages(), Wire::encode, Wire::decodeHubMessage);
    }

    private static <M> Stream<DynamicTest> vectors(
            Map<String, M> messages, Codec<M, byte[]> encode, Codec<byte[], M> decode) {
        return messages.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    String hex = vector(entry.getKey());
                    assertThat(HexFormat.of().formatHex(encode.apply(entry.getValue())))
                            .isEqualTo(hex);
                    assertThat(decode.apply(HexFormat.of().parseHex(hex))).isEqualTo(entry.getValue());
                }));
    }

    private static String vector(String name) throws IOException {
        String path = "/vectors/" + name + ".hex";
        try (InputStream in = Objects.requireNonNull(WireContract.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
        }
    }
}
