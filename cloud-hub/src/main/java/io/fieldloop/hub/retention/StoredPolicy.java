package io.fieldloop.hub.retention;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The policy that is in force.
 *
 * @param revision how often it was changed; 0 when it never was
 * @param by who changed it last; null when nobody did
 * @param at when; null when nobody did
 */
@Serdeable
record StoredPolicy(
        long revision,
        RetentionPolicy policy,
        @Nullable String by,
        @Nullable Instant at) {}
