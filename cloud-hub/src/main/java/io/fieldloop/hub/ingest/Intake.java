package io.fieldloop.hub.ingest;

import io.fieldloop.hub.ingest.BatchWriter.Written;
import io.fieldloop.hub.ingest.Parcel.Refused;
import io.fieldloop.hub.ingest.Parcel.Understood;
import io.fieldloop.hub.mqtt.Delivery;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.topic.Topics;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Takes in what came otherwise than by the broker, at once and with an answer. What is of no use goes to quarantine as if it had come
 * by the broker. Thread-safe.
 */
@Singleton
public class Intake {
    private final BatchWriter writer;
    private final Aftermath aftermath;
    private final InstantSource clock;

    Intake(BatchWriter writer, Aftermath aftermath, InstantSource clock) {
        this.writer = writer;
        this.aftermath = aftermath;
        this.clock = clock;
    }

    /**
     * Takes in a message of samples, each once however often it comes.
     *
     * @param message as the device would have published it on the topic of the stream
     * @return receipts for all of its samples, which are stored for good
     * @throws ProblemException if it is of no use; it is in quarantine then
     */
    public Receipts samples(DeviceId device, StreamName stream, byte[] message) {
        return switch (Parcel.open(delivery(Topics.samples(device, stream), message))) {
            case Understood parcel -> store(parcel);
            case Refused parcel -> throw refuse(parcel);
        };
    }

    /**
     * Puts what a device brought, and nobody can use, into quarantine.
     *
     * @param place where it came to, such as the path of a request
     * @param start its first bytes
     * @return the refusal
     */
    public ProblemException refuse(DeviceId device, String place, byte[] start, Failure failure) {
        return refuse(new Refused(delivery(place, start), Optional.of(device), failure));
    }

    private Delivery delivery(String place, byte[] content) {
        return new Delivery(place, content, clock.instant(), () -> {});
    }

    private Receipts store(Understood parcel) {
        Written written;
        try {
            written = writer.write(Batch.of(List.of(parcel)));
        } catch (RuntimeException e) { // as the database finds fault with it
            if (WriteFault.isOfContent(e)) {
                throw refuse(
                        parcel.refused(FailureCode.MESSAGE_UNRESOLVED, "cannot be stored: " + WriteFault.reason(e)));
            }
            throw e;
        }
        aftermath.follow(written);
        for (Refused refused : written.batch().refused()) {
            throw problem(refused);
        }
        return Receipts.of((SampleBatch) parcel.message());
    }

    private ProblemException refuse(Refused parcel) {
        aftermath.follow(writer.write(Batch.of(List.of(parcel))));
        return problem(parcel);
    }

    private static ProblemException problem(Refused parcel) {
        Failure failure = parcel.failure();
        return ProblemException.invalid("", "%s: %s".formatted(failure.code(), failure.detail()));
    }
}
