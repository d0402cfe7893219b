package io.fieldloop.hub.behaviour;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.StreamName;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A version on one stream of a device: what behaves, and may drift. */
record Subject(DeviceId device, StreamName stream, ModelRef version) {
    static Subject of(ResultSet row) throws SQLException {
        return new Subject(
                new DeviceId(row.getString("device_id")),
                new StreamName(row.getString("stream")),
                ModelRef.of(row.getString("model"), row.getInt("version")));
    }
}
