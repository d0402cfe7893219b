package io.fieldloop.hub.ingest;

import io.fieldloop.hub.ingest.BatchWriter.Written;
import io.fieldloop.hub.ingest.Parcel.Refused;
import io.fieldloop.hub.ingest.Parcel.Understood;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.protocol.Failure;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Takes samples out of the quarantine when what kept them there is gone. Thread-safe. */
@Singleton
class Readmission {
    private final Jdbi jdbi;
    private final Quarantine quarantine;
    private final BatchWriter writer;
    private final Aftermath aftermath;

    Readmission(Jdbi jdbi, Quarantine quarantine, BatchWriter writer, Aftermath aftermath) {
        this.jdbi = jdbi;
        this.quarantine = quarantine;
        this.writer = writer;
        this.aftermath = aftermath;
    }

    /**
     * Tries a message again. When this returns, its samples are stored, their device is given a receipt, and the
     * quarantine is rid of it.
     *
     * @throws ProblemException if there is no such message, it holds no samples, or is still of no use; then it stays
     */
    void retry(UUID id, String by) {
        if (!quarantine.require(id).retryable()) {
            throw ProblemException.conflict("only whole messages of samples can be tried again; discard it");
        }
        switch (Parcel.open(quarantine.message(id))) {
            case Refused parcel -> throw stillOfNoUse(parcel.failure());
            case Understood parcel -> aftermath.follow(admit(id, parcel, by));
        }
    }

    private Written admit(UUID id, Understood parcel, String by) {
        try {
            return jdbi.inTransaction(transaction -> {
                quarantine.remove(transaction, id, "quarantine.retry", by);
                Written written = writer.writeUnderstood(transaction, Batch.of(List.of(parcel)));
                for (Refused refused : written.batch().refused()) {
                    throw stillOfNoUse(refused.failure());
                }
                return written;
            });
        } catch (ProblemException e) {
            throw e;
        } catch (RuntimeException e) { // as the database finds fault with it
            if (WriteFault.isOfContent(e)) {
                throw ProblemException.conflict("still cannot be stored: " + WriteFault.reason(e));
            }
            throw e;
        }
    }

    private static ProblemException stillOfNoUse(Failure failure) {
        return ProblemException.conflict("still of no use, %s: %s".formatted(failure.code(), failure.detail()));
    }
}
