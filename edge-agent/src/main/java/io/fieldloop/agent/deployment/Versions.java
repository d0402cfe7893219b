package io.fieldloop.agent.deployment;

import io.fieldloop.protocol.Sha256;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The versions of one model that are installed.
 *
 * @param active the one that serves, or is to serve again
 * @param previous the one before it, kept to come back to
 */
public record Versions(Optional<Installed> active, Optional<Installed> previous) {
    /** No version at all. */
    public static final Versions NONE = new Versions(Optional.empty(), Optional.empty());

    /** {@code next} serves for good. Serving the same version again does not lose the previous one. */
    Versions activated(Installed next) {
        return active.equals(Optional.of(next)) ? this : new Versions(Optional.of(next), active);
    }

    /** The active version turned out to be unusable. */
    Versions lost() {
        return new Versions(previous, Optional.empty());
    }

    boolean isActive(Installed version) {
        return active.equals(Optional.of(version));
    }

    /** Such as {@code active=faces@2 previous=faces@1}; {@code none} where there is none. */
    @Override
    public String toString() {
        return "active=" + name(active) + " previous=" + name(previous);
    }

    private static String name(Optional<Installed> version) {
        return version.map(installed -> installed.model().toString()).orElse("none");
    }

    Set<Sha256> manifests() {
        Set<Sha256> manifests = new LinkedHashSet<>();
        active.ifPresent(version -> manifests.add(version.manifest()));
        previous.ifPresent(version -> manifests.add(version.manifest()));
        return manifests;
    }
}
