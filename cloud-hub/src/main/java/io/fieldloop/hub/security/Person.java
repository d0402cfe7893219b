package io.fieldloop.hub.security;

import io.micronaut.serde.annotation.Serdeable;
import java.util.UUID;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * Who is signed in.
 *
 * @param tokenId of the token that lets them in
 * @param name what the token is called; the name under which they do what they do
 * @param role what they may do
 */
record Person(@ColumnName("id") UUID tokenId, String name, Role role) {
    /** What a page shows of it. */
    Shown shown() {
        return new Shown(name, role);
    }

    /** The same without the token. */
    @Serdeable
    record Shown(String name, Role role) {}
}
