package io.fieldloop.hub.blob;

import io.fieldloop.hub.database.BytesArray;
import io.fieldloop.protocol.Sha256;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Contents of which a row that named them is gone, within the transaction of its handle. Whoever removes them waits for
 * nobody: what somebody else holds is left for the next time, so no two can wait for each other.
 */
final class LooseBlobs {
    private final Handle handle;

    LooseBlobs(Handle handle) {
        this.handle = handle;
    }

    /** Adds contents. One that is here already is held until the end of the transaction, so that it is not judged before. */
    void add(Collection<Sha256> contents) {
        handle.createUpdate("""
                        INSERT INTO loose_blob SELECT DISTINCT name FROM unnest(:names) AS name ORDER BY name
                        ON CONFLICT (sha256) DO UPDATE SET sha256 = excluded.sha256 WHERE false""").bind("names", BytesArray.ofDigests(contents)).execute();
    }

    /** Some of the contents, which nobody can store or loosen from here on to the end of the transaction. */
    Set<Sha256> lock(int most) {
        Set<Sha256> loose = new HashSet<>(
                handle.createQuery("SELECT sha256 FROM loose_blob ORDER BY sha256 LIMIT :most FOR UPDATE SKIP LOCKED")
                        .bind("most", most)
                        .mapTo(Sha256.class)
                        .list());
        List<Sha256> rows = among(loose, "SELECT sha256 FROM small_blob WHERE sha256 = ANY(:names)");
        List<Sha256> locked =
                among(loose, "SELECT sha256 FROM small_blob WHERE sha256 = ANY(:names) FOR UPDATE SKIP LOCKED");
        rows.stream().filter(row -> !locked.contains(row)).forEach(loose::remove);
        return loose;
    }

    /** Those of these contents that a row names. To be asked in a statement after the one that locked them. */
    List<Sha256> named(Set<Sha256> contents) {
        return among(contents, "SELECT DISTINCT sha256 FROM named_blob WHERE sha256 = ANY(:names)");
    }

    /** Deletes the rows that hold these contents. */
    void deleteContents(Set<Sha256> contents) {
        delete("DELETE FROM small_blob WHERE sha256 = ANY(:names)", contents);
    }

    /** These are judged: they are gone, or are not loose after all. */
    void settle(Set<Sha256> contents) {
        delete("DELETE FROM loose_blob WHERE sha256 = ANY(:names)", contents);
    }

    private List<Sha256> among(Set<Sha256> contents, String select) {
        return handle.createQuery(select)
                .bind("names", BytesArray.ofDigests(contents))
                .mapTo(Sha256.class)
                .list();
    }

    private void delete(String statement, Set<Sha256> contents) {
        handle.createUpdate(statement)
                .bind("names", BytesArray.ofDigests(contents))
                .execute();
    }
}
