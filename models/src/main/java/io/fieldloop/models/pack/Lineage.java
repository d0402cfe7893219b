package io.fieldloop.models.pack;

import io.fieldloop.protocol.Sha256;
import java.util.Optional;

/**
 * Where a version comes from.
 *
 * @param parentVersion of the same model, from which it was made; empty for a first version
 * @param snapshot of the dataset that it learnt from; empty if that is not known here
 * @param run that made it, by its id at the hub; empty if it was brought
 * @param origin one sentence for a person
 */
public record Lineage(Optional<Integer> parentVersion, Optional<Sha256> snapshot, Optional<String> run, String origin) {
    /**
     * Checks the parent.
     *
     * @throws IllegalArgumentException if its version is below 1
     */
    public Lineage {
        if (parentVersion.isPresent() && parentVersion.get() < 1) {
            throw new IllegalArgumentException("versions count from 1, not from " + parentVersion.get());
        }
    }

    /** Of a version that was brought from elsewhere. */
    public static Lineage brought(String origin) {
        return new Lineage(Optional.empty(), Optional.empty(), Optional.empty(), origin);
    }
}
