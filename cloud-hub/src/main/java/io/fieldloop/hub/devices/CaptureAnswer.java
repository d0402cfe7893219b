package io.fieldloop.hub.devices;

import io.fieldloop.protocol.message.CaptureReport;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * What a device made of the capture rules that it was given.
 *
 * @param revision of these rules
 * @param refusal why it does not follow them, but what it captured before; null when it follows them
 */
@Serdeable
public record CaptureAnswer(long revision, @Nullable String refusal) {
    static CaptureAnswer of(CaptureReport report) {
        return new CaptureAnswer(report.revision(), report.refusal().orElse(null));
    }
}
