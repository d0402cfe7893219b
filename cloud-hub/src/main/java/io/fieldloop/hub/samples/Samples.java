package io.fieldloop.hub.samples;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.hub.devices.Ledgers;
import io.fieldloop.hub.preview.Previews;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.samples.SampleInsert.Account;
import io.fieldloop.hub.samples.SampleInsert.Inserted;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Upload;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What devices captured. Thread-safe. */
@Singleton
public class Samples {
    private final Jdbi jdbi;
    private final SampleTable table;
    private final BlobStore blobs;
    private final Looks looks;
    private final Previews previews;
    private final Ledgers ledgers;
    private final InstantSource clock;

    // One argument for each thing that comes and goes with a sample.
    Samples(
            Jdbi jdbi,
            SampleTable table,
            BlobStore blobs,
            Looks looks,
            Previews previews,
            Ledgers ledgers,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.table = table;
        this.blobs = blobs;
        this.looks = looks;
        this.previews = previews;
        this.ledgers = ledgers;
        this.clock = clock;
    }

    /** Whether media that a device uploaded are here; if so, they stay long enough for a sample that names them to be stored. */
    public boolean has(Upload upload) {
        return blobs.hold(upload.digest()).equals(OptionalLong.of(upload.sizeBytes()));
    }

    /** Devices said how long they were on; samples whose time was not sure are placed by it. */
    public void learn(Handle transaction, List<Heard> heard) {
        new Boots(transaction).learn(heard);
    }

    /** A device is here again; what it captured in starts that the hub never heard of is placed by what came since. */
    public void introduced(Handle transaction, DeviceId device) {
        new UnheardBoots(transaction).place(device);
    }

    /**
     * Stores samples with the media that they carry and counts them in the ledgers of their devices, which must be known; those
     * that are there already are left as they are, and those that were there and were deleted do not come back.
     *
     * @return how many were not there before
     */
    public int store(Handle transaction, List<Captured> captured) {
        if (captured.isEmpty()) {
            return 0;
        }
        blobs.putAll(
                transaction,
                captured.stream()
                        .map(Captured::sample)
                        .filter(s -> s.upload().isEmpty())
                        .map(io.fieldloop.protocol.message.Sample::media)
                        .toList());
        Map<UUID, Inserted> inserted = table.insert(transaction, captured, clock.instant());
        // Asked after the insertion, which waited for whoever was deleting one of the samples.
        List<UUID> deleted = new DeletedSamples(transaction).among(inserted.keySet());
        delete(transaction, deleted);
        deleted.forEach(inserted::remove);
        new UnheardBoots(transaction)
                .place(inserted.values().stream()
                        .flatMap(each -> each.unheard().stream())
                        .collect(toSet()));
        Map<Account, Long> counts = inserted.values().stream().collect(groupingBy(Inserted::account, counting()));
        ledgers.stored(
                transaction,
                counts.entrySet().stream()
                        .map(e -> e.getKey().count(e.getValue()))
                        .toList());
        return inserted.size();
    }

    /**
     * Deletes samples, what people said of them, and their media unless another row names them. The hub remembers which they
     * were, and does not store them again; its count of what arrived stays.
     *
     * @return what was deleted
     */
    public List<DeletedSample> delete(Handle transaction, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<DeletedSample> deleted = new DeletedSamples(transaction).delete(ids);
        List<Sha256> media = deleted.stream().map(DeletedSample::media).toList();
        previews.forget(transaction, media);
        blobs.loosen(transaction, media);
        return deleted;
    }

    /**
     * A sample.
     *
     * @throws ProblemException if there is none
     */
    public Sample require(UUID id) {
        return find(List.of(id)).stream().findFirst().orElseThrow(() -> ProblemException.notFound("sample", id));
    }

    /** Those of these samples that there are, in any order. */
    public List<Sample> find(Collection<UUID> ids) {
        return jdbi.withHandle(handle -> table.find(handle, ids));
    }

    /** How many of the latest 10,000 samples of a device each rule chose, by stream and rule. */
    public List<RuleCount> chosen(Handle handle, DeviceId device) {
        return table.chosen(handle, device);
    }

    /** What people did with them. */
    public LabelCounts labelCounts() {
        return jdbi.withHandle(table::labelCounts);
    }

    /**
     * The samples that match, before one, newest first.
     *
     * @throws ProblemException if they shall look like what is no image
     * @throws IOException if that image cannot be read
     */
    List<Sample> list(SampleQuery query, @Nullable UUID before, int limit) throws IOException {
        var search = SampleSearch.of(query, query.like() == null ? null : look(query.like()), before);
        return jdbi.inTransaction(transaction -> table.list(transaction, search, limit));
    }

    private long look(UUID id) throws IOException {
        Sample image = find(List.of(id)).stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid("?like", "there is no sample '%s'".formatted(id)));
        return looks.of(id, new Sha256(image.media()))
                .orElseThrow(() -> ProblemException.invalid(
                        "?like",
                        "sample %s is no image that the hub can read, so nothing looks like it".formatted(id)));
    }
}
