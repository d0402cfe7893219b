package io.fieldloop.hub.ingest;

import io.fieldloop.hub.ingest.Parcel.Refused;
import io.fieldloop.hub.ingest.Parcel.Understood;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.message.DeviceMessage;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.Upload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Opened deliveries that are written in one transaction.
 *
 * @param understood in the order in which they came
 * @param refused in the order in which they came
 */
record Batch(List<Understood> understood, List<Refused> refused) {
    /** Sorts parcels into those that are of use and those that are not. */
    static Batch of(List<Parcel> parcels) {
        List<Understood> understood = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        for (Parcel parcel : parcels) {
            switch (parcel) {
                case Understood known -> understood.add(known);
                case Refused unknown -> refused.add(unknown);
            }
        }
        return new Batch(understood, refused);
    }

    /** Everybody who said something. */
    Set<DeviceId> devices() {
        return understood.stream().map(Understood::device).collect(Collectors.toSet());
    }

    /** The same with all that other devices than these said refused. */
    Batch onlyFrom(Set<DeviceId> known) {
        return refusing(p -> known.contains(p.device())
                ? Optional.empty()
                : Optional.of("device %s is not enrolled".formatted(p.device())));
    }

    /** The same with all refused that name an upload which is not there. */
    Batch onlyWith(Predicate<Upload> there) {
        return refusing(p -> uploads(p.message())
                .filter(there.negate())
                .map(u ->
                        "media %s were not uploaded, or have other than %d bytes".formatted(u.digest(), u.sizeBytes()))
                .findFirst());
    }

    private static Stream<Upload> uploads(DeviceMessage message) {
        return message instanceof SampleBatch batch
                ? batch.samples().stream().flatMap(s -> s.upload().stream())
                : Stream.empty();
    }

    private Batch refusing(Function<Understood, Optional<String>> reason) {
        List<Understood> good = new ArrayList<>();
        List<Refused> bad = new ArrayList<>(refused);
        for (Understood parcel : understood) {
            reason.apply(parcel)
                    .ifPresentOrElse(
                            detail -> bad.add(parcel.refused(FailureCode.MESSAGE_UNRESOLVED, detail)),
                            () -> good.add(parcel));
        }
        return new Batch(good, bad);
    }
}
