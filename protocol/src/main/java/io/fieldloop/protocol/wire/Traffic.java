package io.fieldloop.protocol.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.protocol.message.DayTraffic;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;

/** The fields of {@link DayTraffic}. */
final class Traffic {
    /** 9999-12-31 in days since 1970. */
    private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();

    private Traffic() {}

    static void write(List<DayTraffic> days, JsonGenerator out) throws IOException {
        if (days.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("traffic");
        for (DayTraffic each : days) {
            out.writeStartObject();
            out.writeNumberField("day", each.day().toEpochDay());
            out.writeNumberField("control", each.controlBytes());
            out.writeNumberField("vitals", each.vitalsBytes());
            out.writeNumberField("samples", each.samplesBytes());
            out.writeNumberField("models", each.modelsBytes());
            out.writeNumberField("heldBack", each.vitalsHeldBack());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    static List<DayTraffic> read(Fields fields) throws WireException {
        return fields.has("traffic") ? fields.maps("traffic", Traffic::day) : List.of();
    }

    private static DayTraffic day(Fields fields) throws WireException {
        long day = fields.count("day");
        if (day > LAST_DAY) {
            throw WireException.unreadable("day %d after 1970 is beyond all calendars".formatted(day));
        }
        return new DayTraffic(
                LocalDate.ofEpochDay(day),
                fields.count("control"),
                fields.count("vitals"),
                fields.count("samples"),
                fields.count("models"),
                fields.count("heldBack"));
    }
}
