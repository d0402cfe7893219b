package io.fieldloop.hub.devices;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;

/**
 * How many devices there are.
 *
 * @param fresh enrolled and never heard
 */
@Serdeable
public record DeviceCounts(
        long online, long offline, @JsonProperty("new") long fresh) {}
