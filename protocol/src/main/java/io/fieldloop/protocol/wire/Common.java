package io.fieldloop.protocol.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Uptime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/** Fields that several messages share. */
final class Common {
    private Common() {}

    static void write(ModelRef model, JsonGenerator out) throws IOException {
        out.writeStringField("model", model.model().value());
        out.writeNumberField("version", model.version());
    }

    static ModelRef model(Fields fields) throws WireException {
        return new ModelRef(new ModelName(fields.text("model")), fields.smallInteger("version"));
    }

    static Sha256 digest(String name, Fields fields) throws WireException {
        byte[] digest = fields.bytes(name).toArray();
        if (digest.length != Sha256.SIZE_BYTES) {
            throw WireException.unreadable("a digest has %d bytes, not %d".formatted(Sha256.SIZE_BYTES, digest.length));
        }
        return Sha256.ofDigest(digest);
    }

    static void write(Optional<Uptime> uptime, JsonGenerator out) throws IOException {
        if (uptime.isPresent()) {
            out.writeNumberField("boot", uptime.get().boot());
            out.writeNumberField("up", uptime.get().millis());
        }
    }

    static Optional<Uptime> uptime(Fields fields) throws WireException {
        return fields.has("up")
                ? Optional.of(new Uptime(fields.integer("boot"), fields.integer("up")))
                : Optional.empty();
    }

    static void write(RolloutId rollout, JsonGenerator out) throws IOException {
        UUID id = rollout.value();
        out.writeFieldName("rollout");
        out.writeBinary(ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    }

    static RolloutId rollout(Fields fields) throws WireException {
        Bytes bytes = fields.bytes("rollout");
        if (bytes.size() != 16) {
            throw WireException.unreadable("a rollout id has 16 bytes, not " + bytes.size());
        }
        var buffer = ByteBuffer.wrap(bytes.toArray());
        return new RolloutId(new UUID(buffer.getLong(), buffer.getLong()));
    }
}
