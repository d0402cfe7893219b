package io.fieldloop.hub.channel;

import io.fieldloop.protocol.DeviceId;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Counts the revisions of desired states up, which makes them due to be published. */
public final class DesiredRevisions {
    private DesiredRevisions() {}

    /** These devices are wanted something else, in the transaction that says what. */
    public static void count(Handle transaction, Collection<DeviceId> devices) {
        transaction
                .createUpdate("""
                        INSERT INTO desired_state AS s (device_id, revision)
                        SELECT device, 1 FROM unnest(:devices) AS device ORDER BY device
                        ON CONFLICT (device_id) DO UPDATE SET revision = s.revision + 1
                        """)
                .bindArray("devices", DeviceId.class, List.copyOf(devices))
                .execute();
    }
}
