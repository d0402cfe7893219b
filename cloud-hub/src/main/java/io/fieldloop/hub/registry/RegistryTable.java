package io.fieldloop.hub.registry;

import io.fieldloop.hub.database.BytesArray;
import io.fieldloop.hub.database.JsonColumns;
import io.fieldloop.models.pack.FileRef;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.Task;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Models, versions and evaluations. Every method works within the transaction of its handle. */
final class RegistryTable {
    private final Handle handle;
    private final JsonColumns json;

    RegistryTable(Handle handle, JsonColumns json) {
        this.handle = handle;
        this.json = json;
    }

    void putBrief(ModelName model, Brief brief, Instant at) {
        handle.createUpdate("""
                        INSERT INTO model (name, description, task, labels, floor, max_latency_micros, max_memory_bytes,
                            max_size_bytes, updated_at)
                        VALUES (:name, :description, :task, :labels, :floor, :latency, :memory, :size, :at)
                        ON CONFLICT (name) DO UPDATE SET description = excluded.description, task = excluded.task,
                            labels = excluded.labels, floor = excluded.floor,
                            max_latency_micros = excluded.max_latency_micros,
                            max_memory_bytes = excluded.max_memory_bytes, max_size_bytes = excluded.max_size_bytes,
                            updated_at = excluded.updated_at
                        """)
                .bind("name", model)
                .bind("description", brief.description())
                .bind("task", brief.task())
                .bindArray("labels", String.class, brief.labels())
                .bind("floor", brief.floor())
                .bind("latency", brief.maxLatencyMicros())
                .bind("memory", brief.maxMemoryBytes())
                .bind("size", brief.maxSizeBytes())
                .bind("at", at)
                .execute();
    }

    Optional<Brief> brief(ModelName model) {
        return handle.createQuery("SELECT * FROM model WHERE name = :name")
                .bind("name", model)
                .map((row, _) -> brief(row))
                .findOne();
    }

    /** The brief, locked until the transaction ends. */
    Optional<Brief> lockBrief(ModelName model) {
        return handle.createQuery("SELECT * FROM model WHERE name = :name FOR NO KEY UPDATE")
                .bind("name", model)
                .map((row, _) -> brief(row))
                .findOne();
    }

    private static Brief brief(ResultSet row) throws SQLException {
        return new Brief(
                row.getString("description"),
                row.getString("task"),
                List.of((String[]) row.getArray("labels").getArray()),
                Brief.metric(Words.constant("task", row.getString("task"), Task.class)),
                row.getDouble("floor"),
                row.getLong("max_latency_micros"),
                row.getLong("max_memory_bytes"),
                row.getLong("max_size_bytes"));
    }

    List<ModelName> models(@Nullable String after, int limit) {
        return handle.createQuery("""
                        SELECT name FROM model WHERE CAST(:after AS text) IS NULL OR name > :after
                        ORDER BY name LIMIT :limit
                        """)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(ModelName.class)
                .list();
    }

    /** Counts the next version; the model's row stays locked until the transaction ends. */
    int nextVersion(ModelName model) {
        return handle.createQuery(
                        "UPDATE model SET last_version = last_version + 1 WHERE name = :name RETURNING last_version")
                .bind("name", model)
                .mapTo(Integer.class)
                .one();
    }

    void insert(Manifest manifest, Sha256 identity, Bytes envelope) {
        handle.createUpdate("""
                        INSERT INTO model_version (model, version, manifest, envelope, size_bytes, variants, parent_version,
                            snapshot, run, origin, created_at)
                        VALUES (:model, :version, :manifest, :envelope, :size, CAST(:variants AS jsonb), :parent,
                            :snapshot, CAST(:run AS uuid), :origin, :at)
                        """)
                .bind("model", manifest.model().model())
                .bind("version", manifest.model().version())
                .bind("manifest", identity)
                .bind("envelope", envelope.toArray())
                .bind(
                        "size",
                        manifest.files().stream().mapToLong(f -> f.sizeBytes()).sum())
                .bind("variants", json.text(variants(manifest)))
                .bindByType("parent", manifest.lineage().parentVersion().orElse(null), Integer.class)
                .bindByType("snapshot", manifest.lineage().snapshot().orElse(null), Sha256.class)
                .bindByType(
                        "run", manifest.lineage().run().map(UUID::fromString).orElse(null), UUID.class)
                .bind("origin", manifest.lineage().origin())
                .bind("at", manifest.createdAt())
                .execute();
        handle.createUpdate("INSERT INTO package_file (sha256, manifest) SELECT unnest(:files), :manifest")
                .bind(
                        "files",
                        BytesArray.ofDigests(
                                manifest.files().stream().map(FileRef::sha256).toList()))
                .bind("manifest", identity)
                .execute();
    }

    private static List<Version.VariantFile> variants(Manifest manifest) {
        return manifest.variants().stream()
                .map(v -> new Version.VariantFile(v.name(), Words.of(v.format()), v.sizeBytes()))
                .toList();
    }

    /** The versions of a model, the newest first. */
    List<Version> versions(ModelName model, Brief brief) {
        return handle.createQuery("SELECT * FROM model_version WHERE model = :model ORDER BY version DESC")
                .bind("model", model)
                .map((row, _) -> version(row, brief))
                .list();
    }

    Optional<Version> version(ModelRef ref, Brief brief) {
        return handle.createQuery("SELECT * FROM model_version WHERE model = :model AND version = :version")
                .bind("model", ref.model())
                .bind("version", ref.version())
                .map((row, _) -> version(row, brief))
                .findOne();
    }

    Optional<Integer> versionOfRun(UUID run) {
        return handle.createQuery("SELECT version FROM model_version WHERE run = :run")
                .bind("run", run)
                .mapTo(Integer.class)
                .findOne();
    }

    private Version version(ResultSet row, Brief brief) throws SQLException {
        byte[] snapshot = row.getBytes("snapshot");
        UUID run = row.getObject("run", UUID.class);
        var ref = new ModelRef(new ModelName(row.getString("model")), row.getInt("version"));
        return new Version(
                ref.model().value(),
                ref.version(),
                instant(row, "created_at"),
                Sha256.ofDigest(row.getBytes("manifest")).hex(),
                row.getLong("size_bytes"),
                json.readList(row.getString("variants"), Version.VariantFile.class),
                new Version.Origin(
                        row.getObject("parent_version", Integer.class),
                        snapshot == null ? null : Sha256.ofDigest(snapshot).hex(),
                        run == null ? null : run.toString(),
                        row.getString("origin")),
                evaluations(ref, brief));
    }

    /** The envelope of a package. */
    Optional<byte[]> envelope(Sha256 manifest) {
        return handle.createQuery("SELECT envelope FROM model_version WHERE manifest = :manifest")
                .bind("manifest", manifest)
                .mapTo(byte[].class)
                .findOne();
    }

    boolean isPackageFile(Sha256 file) {
        return handle.createQuery("SELECT EXISTS (SELECT 1 FROM package_file WHERE sha256 = :file)")
                .bind("file", file)
                .mapTo(Boolean.class)
                .one();
    }

    void putEvaluation(ModelRef ref, Evaluation evaluation) {
        handle.createUpdate("""
                        INSERT INTO evaluation (model, version, snapshot, part, accuracy, size, confusion, at)
                        VALUES (:model, :version, :snapshot, :part, :accuracy, :size, CAST(:confusion AS jsonb), :at)
                        ON CONFLICT (model, version, snapshot, part) DO UPDATE SET accuracy = excluded.accuracy,
                            size = excluded.size, confusion = excluded.confusion, at = excluded.at
                        """)
                .bind("model", ref.model())
                .bind("version", ref.version())
                .bind("snapshot", new Sha256(evaluation.snapshot()))
                .bind("part", evaluation.part())
                .bind("accuracy", evaluation.value())
                .bind("size", evaluation.count())
                .bind("confusion", json.text(evaluation.confusion()))
                .bind("at", evaluation.at())
                .execute();
    }

    /** The newest first; the parts of one snapshot together, the lab before the field. */
    List<Evaluation> evaluations(ModelRef ref, Brief brief) {
        return handle.createQuery("""
                        SELECT * FROM evaluation WHERE model = :model AND version = :version
                        ORDER BY at DESC, snapshot, part DESC
                        """)
                .bind("model", ref.model())
                .bind("version", ref.version())
                .map((row, _) -> new Evaluation(
                        Sha256.ofDigest(row.getBytes("snapshot")).hex(),
                        row.getString("part"),
                        Evaluation.ACCURACY,
                        row.getDouble("accuracy"),
                        row.getInt("size"),
                        row.getDouble("accuracy") >= brief.floor(),
                        json.read(row.getString("confusion"), Evaluation.Confusion.class),
                        instant(row, "at")))
                .list();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
