package io.fieldloop.protocol.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.protocol.message.Mask;
import io.fieldloop.protocol.message.Region;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a {@link Mask}. Runs are bytes: each count in seven bits a byte, the lowest first, with the eighth set where more
 * follow (unsigned LEB128).
 */
final class Masks {
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private Masks() {}

    static void write(Mask mask, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("mask");
        out.writeNumberField("width", mask.width());
        out.writeNumberField("height", mask.height());
        out.writeNumberField("uncertain", mask.uncertain());
        out.writeArrayFieldStart("regions");
        for (Region region : mask.regions()) {
            out.writeStartObject();
            out.writeStringField("label", region.label());
            out.writeNumberField("score", region.score());
            out.writeBinaryField("runs", runs(region.counts()));
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    static Mask read(Fields fields) throws WireException {
        return new Mask(
                fields.smallInteger("width"),
                fields.smallInteger("height"),
                fields.number("uncertain"),
                fields.maps("regions", Masks::region));
    }

    private static Region region(Fields fields) throws WireException {
        return new Region(
                fields.text("label"),
                fields.number("score"),
                counts(fields.bytes("runs").toArray()));
    }

    private static byte[] runs(List<Integer> counts) {
        var bytes = new ByteArrayOutputStream(2 * counts.size());
        for (int count : counts) {
            int left = count;
            for (; left >= MORE; left >>>= BITS) {
                bytes.write(left | MORE);
            }
            bytes.write(left);
        }
        return bytes.toByteArray();
    }

    private static List<Integer> counts(byte[] runs) throws WireException {
        List<Integer> counts = new ArrayList<>();
        int count = 0;
        int shift = 0;
        for (byte part : runs) {
            if (shift >= Integer.SIZE - BITS || counts.size() == Mask.MAX_RUNS) {
                throw WireException.unreadable("field 'runs' has a run that is too long, or too many of them");
            }
            count |= (part & (MORE - 1)) << shift;
            shift += BITS;
            if (part >= 0) {
                counts.add(count);
                count = 0;
                shift = 0;
            }
        }
        if (shift > 0) {
            throw WireException.unreadable("field 'runs' ends within a run");
        }
        return counts;
    }
}
