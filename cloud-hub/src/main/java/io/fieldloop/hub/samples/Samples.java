package io.fieldloop.hub.samples;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.fieldloop.hub.blob.BlobStore;
import io.fieldloop.hub.devices.Ledgers;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.samples.SampleInsert.Account;
import io.fieldloop.protocol.message.Upload;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What devices captured. Thread-safe. */
@Singleton
public class Samples {
    private final Jdbi jdbi;
    private final SampleTable table;
    private final BlobStore blobs;
    private final Ledgers ledgers;
    private final InstantSource clock;

    Samples(Jdbi jdbi, SampleTable table, BlobStore blobs, Ledgers ledgers, InstantSource clock) {
        this.jdbi = jdbi;
        this.table = table;
        this.blobs = blobs;
        this.ledgers = ledgers;
        this.clock = clock;
    }

    /** Whether media that a device uploaded are here. */
    public boolean has(Upload upload) {
        return blobs.size(upload.digest()).equals(OptionalLong.of(upload.sizeBytes()));
    }

    /**
     * Stores samples with the media that they carry and counts them in the ledgers of their devices, which must be known; those that are
     * there already are left as they are.
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
        List<Account> inserted = table.insert(transaction, captured, clock.instant());
        Map<Account, Long> counts = inserted.stream().collect(groupingBy(Function.identity(), counting()));
        ledgers.stored(
                transaction,
                counts.entrySet().stream()
                        .map(e -> e.getKey().count(e.getValue()))
                        .toList());
        return inserted.size();
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

    /** What people did with them. */
    public LabelCounts labelCounts() {
        return jdbi.withHandle(table::labelCounts);
    }

    List<Sample> list(SampleQuery query, @Nullable UUID before, int limit) {
        return jdbi.inTransaction(transaction -> table.list(transaction, query, before, limit));
    }
}
