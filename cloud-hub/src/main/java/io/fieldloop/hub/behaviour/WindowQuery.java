package io.fieldloop.hub.behaviour;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.StreamName;
import org.jspecify.annotations.Nullable;

/**
 * Whose windows are asked for.
 *
 * @param device null for any
 * @param stream null for any
 * @param labels that the devices have, as a JSON object
 */
record WindowQuery(
        ModelRef version,
        @Nullable DeviceId device,
        @Nullable StreamName stream,
        String labels) {}
