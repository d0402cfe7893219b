package io.fieldloop.hub.registry;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * A family of versions.
 *
 * @param versions the newest first
 */
@Serdeable
public record Model(String name, Brief brief, List<Version> versions) {
    /** Takes a copy of the versions. */
    public Model {
        versions = List.copyOf(versions);
    }
}
