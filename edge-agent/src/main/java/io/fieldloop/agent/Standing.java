package io.fieldloop.agent;

import io.fieldloop.protocol.message.CaptureReport;
import io.fieldloop.protocol.message.DeviceState;
import io.fieldloop.protocol.message.Serving;
import io.fieldloop.protocol.message.StreamCapture;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the hub is told of a device that is online; the components are those of {@link DeviceState}. */
record Standing(List<Serving> serving, Optional<CaptureReport> capture, List<StreamCapture> capturing) {
    DeviceState saidAt(Instant now) {
        return new DeviceState(true, now, serving, capture, capturing);
    }
}
