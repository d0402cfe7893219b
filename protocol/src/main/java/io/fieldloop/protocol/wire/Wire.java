package io.fieldloop.protocol.wire;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.message.DeviceMessage;
import io.fieldloop.protocol.message.HubMessage;
import io.fieldloop.protocol.sketch.Behaviour;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Turns messages into bytes and back. Any thread. */
public final class Wire {
    /** The schema version that this program writes, and the only one that it reads. */
    public static final int VERSION = 1;

    /** The largest message in bytes. What is larger travels by HTTP. */
    public static final int MAX_MESSAGE_BYTES = 1 << 20;

    private static final CBORFactory CBOR = new CBORFactory();

    private Wire() {}

    /**
     * Encodes what a device says.
     *
     * @throws WireException with {@link FailureCode#MESSAGE_TOO_LARGE} if it exceeds {@link #MAX_MESSAGE_BYTES}
     */
    public static byte[] encode(DeviceMessage message) throws WireException {
        return encode(out -> DeviceMessages.write(message, out));
    }

    /**
     * Encodes what the hub says.
     *
     * @throws WireException with {@link FailureCode#MESSAGE_TOO_LARGE} if it exceeds {@link #MAX_MESSAGE_BYTES}
     */
    public static byte[] encode(HubMessage message) throws WireException {
        return encode(out -> HubMessages.write(message, out));
    }

    /**
     * Encodes a behaviour by itself, for those who keep it.
     *
     * @throws WireException with {@link FailureCode#MESSAGE_TOO_LARGE} if it exceeds {@link #MAX_MESSAGE_BYTES}
     */
    public static byte[] encode(Behaviour behaviour) throws WireException {
        return encode(out -> Behaviours.write(behaviour, out));
    }

    /**
     * Decodes a behaviour by itself.
     *
     * @throws WireException if the bytes are none
     */
    public static Behaviour decodeBehaviour(byte[] encoded) throws WireException {
        return decode(encoded, Behaviours::behaviour);
    }

    /**
     * Decodes what a device said.
     *
     * @throws WireException if the bytes are no message of a device
     */
    public static DeviceMessage decodeDeviceMessage(byte[] encoded) throws WireException {
        return decode(encoded, DeviceMessages::read);
    }

    /**
     * Decodes what the hub said.
     *
     * @throws WireException if the bytes are no message of a hub
     */
    public static HubMessage decodeHubMessage(byte[] encoded) throws WireException {
        return decode(encoded, HubMessages::read);
    }

    private static <T> T decode(byte[] encoded, Fields.Reader<T> reader) throws WireException {
        if (encoded.length > MAX_MESSAGE_BYTES) {
            throw tooLarge(encoded.length);
        }
        Fields fields = CborTree.read(encoded);
        long version = fields.integer("v");
        if (version != VERSION) {
            throw new WireException(
                    FailureCode.MESSAGE_VERSION_UNKNOWN,
                    "schema version %d is not %d; update the older of the two programs".formatted(version, VERSION));
        }
        try {
            return reader.read(fields);
        } catch (IllegalArgumentException e) {
            throw new WireException(FailureCode.MESSAGE_UNREADABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private static byte[] encode(Body body) throws WireException {
        var bytes = new ByteArrayOutputStream(256);
        try (CBORGenerator out = CBOR.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeNumberField("v", VERSION);
            body.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        if (bytes.size() > MAX_MESSAGE_BYTES) {
            throw tooLarge(bytes.size());
        }
        return bytes.toByteArray();
    }

    private static WireException tooLarge(int size) {
        return new WireException(
                FailureCode.MESSAGE_TOO_LARGE, "%d bytes; a message has at most %d".formatted(size, MAX_MESSAGE_BYTES));
    }

    @FunctionalInterface
    private interface Body {
        void write(CBORGenerator out) throws IOException;
    }
}
