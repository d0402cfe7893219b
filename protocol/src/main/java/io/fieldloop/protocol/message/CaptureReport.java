package io.fieldloop.protocol.message;

import java.util.Optional;

/**
 * What a device made of the {@link CaptureRules} that it was last given.
 *
 * @param revision of these rules
 * @param refusal why it does not follow them, but those from before; empty when it does
 */
public record CaptureReport(long revision, Optional<String> refusal) {}
