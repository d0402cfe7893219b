package io.fieldloop.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.DeviceState;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.SampleBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireTest {
    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    @Test
    void decode_unknownField_isIgnored() throws Exception {
        byte[] encoded = cbor(out -> {
            state(out);
            out.writeObjectFieldStart("fromTheFuture");
            out.writeNumberField("x", 1);
            out.writeEndObject();
        });
        assertThat(Wire.decodeDeviceMessage(encoded)).isEqualTo(new DeviceState(true, Instant.EPOCH, List.of()));
    }

    @Test
    void decode_unknownVersion_saysWhichProgramIsOlder() {
        byte[] encoded = cbor(out -> out.writeNumberField("v", 2));
        assertRefused(encoded, FailureCode.MESSAGE_VERSION_UNKNOWN, "schema version 2");
    }

    @Test
    void decode_fieldTwice_isRefused() {
        assertRefused(
                cbor(out -> {
                    state(out);
                    out.writeNumberField("at", 1);
                }),
                FailureCode.MESSAGE_UNREADABLE,
                "'at' stands twice");
    }

    @Test
    void decode_bytesAfterTheMessage_areRefused() {
        byte[] whole = cbor(WireTest::state);
        assertRefused(Arrays.copyOf(whole, whole.length + 1), FailureCode.MESSAGE_UNREADABLE, "after the message");
    }

    @Test
    void decode_missingField_isNamed() {
        assertRefused(
                cbor(out -> {
                    out.writeNumberField("v", 1);
                    out.writeStringField("t", "state");
                }),
                FailureCode.MESSAGE_UNREADABLE,
                "'online' is missing");
    }

    @Test
    void decode_fieldOfAnotherType_isNamed() {
        assertRefused(
                cbor(out -> {
                    out.writeNumberField("v", 1);
                    out.writeStringField("t", "state");
                    out.writeStringField("online", "yes");
                }),
                FailureCode.MESSAGE_UNREADABLE,
                "'online' is a String");
    }

    @Test
    void decode_numberBeyond64Bits_isRefused() {
        assertRefused(
                cbor(out -> out.writeNumberField("v", BigInteger.TWO.pow(80))),
                FailureCode.MESSAGE_UNREADABLE,
                "beyond 64 bits");
    }

    @Test
    void decode_deepNesting_isRefused() {
        byte[] arrays = new byte[10_000];
        Arrays.fill(arrays, (byte) 0x81);
        byte[] map = {(byte) 0xa1, 0x61, 'v'};
        byte[] nested = Arrays.copyOf(map, map.length + arrays.length);
        System.arraycopy(arrays, 0, nested, map.length, arrays.length);
        assertRefused(nested, FailureCode.MESSAGE_UNREADABLE, "not CBOR");
    }

    @Test
    void decode_textThatClaimsTwoGigabytes_isRefused() {
        byte[] encoded = {(byte) 0xa1, 0x61, 'v', 0x7a, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 'x'};
        assertRefused(encoded, FailureCode.MESSAGE_UNREADABLE, "not CBOR");
    }

    @Test
    void decode_bytesThatClaimTwoGigabytes_areRefused() {
        byte[] encoded = {(byte) 0xa1, 0x61, 'v', 0x5a, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 'x'};
        assertRefused(encoded, FailureCode.MESSAGE_UNREADABLE, "not CBOR");
    }

    @Test
    void decode_tooLarge_isRefusedUnread() {
        assertRefused(new byte[Wire.MAX_MESSAGE_BYTES + 1], FailureCode.MESSAGE_TOO_LARGE, "1048577 bytes");
    }

    @Test
    void encode_tooLarge_isRefused() {
        var sample = new Sample(
                1,
                Instant.EPOCH,
                "image/png",
                Bytes.wrap(new byte[Wire.MAX_MESSAGE_BYTES]),
                ModelRef.of("m", 1),
                new Classified(List.of()),
                List.of("random"),
                0);
        var batch = new SampleBatch(1, new StreamName("s"), List.of(sample));
        assertThatThrownBy(() -> Wire.encode(batch))
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.MESSAGE_TOO_LARGE));
    }

    @Test
    void decode_messageOfTheOtherSide_isRefused() {
        assertThatThrownBy(() -> Wire.decodeHubMessage(cbor(WireTest::state)))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("'state' is no message of a hub");
    }

    @Test
    void decode_recordRuleBroken_isUnreadable() {
        assertRefused(
                cbor(out -> {
                    out.writeNumberField("v", 1);
                    out.writeStringField("t", "samples");
                    out.writeNumberField("epoch", 1);
                    out.writeStringField("stream", "../etc");
                    out.writeArrayFieldStart("samples");
                    out.writeEndArray();
                }),
                FailureCode.MESSAGE_UNREADABLE,
                "stream name '../etc'");
    }

    private static void assertRefused(byte[] encoded, FailureCode code, String words) {
        assertThatThrownBy(() -> Wire.decodeDeviceMessage(encoded))
                .hasMessageContaining(words)
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.failure().code()).isEqualTo(code));
    }

    private static void state(JsonGenerator out) throws IOException {
        out.writeNumberField("v", 1);
        out.writeStringField("t", "state");
        out.writeBooleanField("online", true);
        out.writeNumberField("at", 0);
        out.writeArrayFieldStart("serving");
        out.writeEndArray();
    }

    private static byte[] cbor(Body body) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = new CBORFactory().createGenerator(bytes)) {
            out.writeStartObject();
            body.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }
}
