package io.fieldloop.hub.preview;

import io.fieldloop.hub.database.BytesArray;
import io.fieldloop.hub.database.JsonColumns;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.Sha256;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The rows of previews. */
@Singleton
class PreviewTable {
    private final Jdbi jdbi;
    private final JsonColumns json;

    PreviewTable(Jdbi jdbi, JsonColumns json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    Optional<Preview> find(Sha256 medium, Form form) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT outline, picture, picture_type FROM preview WHERE medium = :medium AND kind = :kind")
                .bind("medium", medium)
                .bind("kind", form.key())
                .map((row, _) -> new Preview(
                        json.read(row.getString("outline"), Outline.class),
                        Bytes.wrap(row.getBytes("picture")),
                        row.getString("picture_type")))
                .findOne());
    }

    /**
     * Keeps a preview, unless every sample that has the medium is gone: a lock on one of them makes who deletes it wait, and then
     * find the preview.
     */
    void keep(Sha256 medium, Form form, Preview preview) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO preview (medium, kind, outline, picture, picture_type)
                        SELECT media, :kind, :outline::jsonb, :picture, :type
                        FROM (SELECT media FROM sample WHERE media = :medium LIMIT 1 FOR KEY SHARE) AS present
                        ON CONFLICT (medium, kind) DO NOTHING""")
                .bind("medium", medium)
                .bind("kind", form.key())
                .bind("outline", json.text(preview.outline()))
                .bind("picture", preview.picture().toArray())
                .bind("type", preview.pictureType())
                .execute());
    }

    void delete(Handle transaction, Collection<Sha256> media) {
        transaction
                .createUpdate("DELETE FROM preview WHERE medium = ANY(:media)")
                .bind("media", BytesArray.ofDigests(media))
                .execute();
    }
}
