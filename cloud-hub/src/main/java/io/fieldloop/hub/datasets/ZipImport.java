package io.fieldloop.hub.datasets;

import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.hub.database.BytesArray;
import io.fieldloop.hub.datasets.ImportReport.RefusedFile;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * One import of an archive into a dataset. Images are stored in groups, each group in a transaction of its own: an archive
 * that breaks off has imported what came before, and importing it again counts that as duplicates.
 */
final class ZipImport implements ZipImages.Taker {
    /** How many refused files a report names. */
    static final int SHOWN_REFUSALS = 1_000;

    private static final int GROUP_IMAGES = 500;
    private static final long GROUP_BYTES = 16L << 20;

    private final Jdbi jdbi;
    private final BlobStore blobs;
    private final String dataset;
    private final Set<String> classes;
    private final Instant at;
    private final Map<Sha256, Pending> group = new LinkedHashMap<>();
    private final List<RefusedFile> refused = new ArrayList<>();
    private long groupBytes;
    private int imported;
    private int duplicates;
    private int refusedCount;

    ZipImport(Jdbi jdbi, BlobStore blobs, String dataset, Set<String> classes, Instant at) {
        this.jdbi = jdbi;
        this.blobs = blobs;
        this.dataset = dataset;
        this.classes = Set.copyOf(classes);
        this.at = at;
    }

    /**
     * Imports an archive to its end.
     *
     * @throws ProblemException if the archive cannot be read; says what was imported before
     * @throws IOException if the one who sends it breaks off
     */
    ImportReport run(InputStream archive) throws IOException {
        try {
            new ZipImages(archive).forEach(this);
        } catch (ZipException e) {
            flush();
            throw ProblemException.invalid(
                    "",
                    "the archive cannot be read: %s; %d images were imported before"
                            .formatted(e.getMessage(), imported));
        }
        flush();
        return new ImportReport(imported, duplicates, refused, refusedCount);
    }

    @Override
    public void image(String file, String className, Bytes content) {
        if (!classes.contains(className)) {
            refused(file, "'%s' is no class of the model".formatted(className));
            return;
        }
        Pending before = group.putIfAbsent(content.sha256(), new Pending(file, className, content));
        if (before != null) {
            alreadyThere(file, className, before.className());
            return;
        }
        groupBytes += content.size();
        if (group.size() == GROUP_IMAGES || groupBytes >= GROUP_BYTES) {
            flush();
        }
    }

    @Override
    public void refused(String file, String reason) {
        refusedCount++;
        if (refused.size() < SHOWN_REFUSALS) {
            refused.add(new RefusedFile(file, reason));
        }
    }

    private void alreadyThere(String file, String className, String classThere) {
        if (className.equals(classThere)) {
            duplicates++;
        } else {
            refused(file, "the same image is there as '%s'".formatted(classThere));
        }
    }

    private void flush() {
        if (group.isEmpty()) {
            return;
        }
        Map<Sha256, String> there = jdbi.inTransaction(transaction -> {
            blobs.putAll(
                    transaction, group.values().stream().map(Pending::content).toList());
            Map<Sha256, String> before = classesThere(transaction);
            insert(transaction, before.keySet());
            return before;
        });
        imported += group.size() - there.size();
        there.forEach((media, classThere) -> {
            Pending pending = group.get(media);
            if (pending != null) {
                alreadyThere(pending.file(), pending.className(), classThere);
            }
        });
        group.clear();
        groupBytes = 0;
    }

    private Map<Sha256, String> classesThere(Handle transaction) {
        Map<Sha256, String> there = new LinkedHashMap<>();
        transaction
                .createQuery("SELECT name FROM dataset WHERE name = :dataset FOR NO KEY UPDATE")
                .bind("dataset", dataset)
                .mapTo(String.class)
                .one();
        transaction
                .createQuery("SELECT media, class FROM dataset_image WHERE dataset = :dataset AND media = ANY(:media)")
                .bind("dataset", dataset)
                .bind("media", BytesArray.ofDigests(group.keySet()))
                .map((row, _) -> there.put(Sha256.ofDigest(row.getBytes("media")), row.getString("class")))
                .list();
        return there;
    }

    private void insert(Handle transaction, Set<Sha256> there) {
        PreparedBatch batch = transaction.prepareBatch("""
                INSERT INTO dataset_image (dataset, media, class, file, imported_at)
                VALUES (:dataset, :media, :class, :file, :at)
                """);
        group.forEach((media, pending) -> {
            if (!there.contains(media)) {
                batch.bind("dataset", dataset)
                        .bind("media", media)
                        .bind("class", pending.className())
                        .bind("file", pending.file())
                        .bind("at", at)
                        .add();
            }
        });
        batch.execute();
    }

    private record Pending(String file, String className, Bytes content) {}
}
