package io.fieldloop.hub.behaviour;

import io.fieldloop.hub.behaviour.Profile.Source;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The profiles of versions, within the transaction of its handle. */
record ProfileTable(Handle handle) {
    /** Keeps a profile in place of one from the same source. */
    void put(ModelRef version, Profile profile) {
        handle.createUpdate("""
                        INSERT INTO behaviour_profile (model, version, source, snapshot, behaviour, at)
                        VALUES (:model, :version, :source, :snapshot, :behaviour, :at)
                        ON CONFLICT (model, version, source) DO UPDATE SET
                            snapshot = excluded.snapshot, behaviour = excluded.behaviour, at = excluded.at""")
                .bind("model", version.model())
                .bind("version", version.version())
                .bind("source", profile.source().word())
                .bind("snapshot", profile.snapshot().map(Sha256::toArray).orElse(null))
                .bind("behaviour", StoredBehaviour.encode(profile.behaviour()))
                .bind("at", profile.at())
                .execute();
    }

    /** The best that suffices; empty if there is none. */
    Optional<Profile> best(ModelRef version) {
        return handle
                .createQuery("SELECT * FROM behaviour_profile WHERE model = :model AND version = :version")
                .bind("model", version.model())
                .bind("version", version.version())
                .map((row, _) -> read(row))
                .stream()
                .filter(profile -> profile.behaviour().answers() >= Profile.LEAST_ANSWERS)
                .min(Comparator.comparing(Profile::source));
    }

    private static Profile read(ResultSet row) throws SQLException {
        return new Profile(
                Source.of(row.getString("source")),
                Optional.ofNullable(row.getBytes("snapshot")).map(Sha256::ofDigest),
                StoredBehaviour.decode(row.getBytes("behaviour")),
                row.getTimestamp("at").toInstant());
    }
}
