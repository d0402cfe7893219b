package io.fieldloop.hub.ingest;

import io.fieldloop.hub.ingest.Parcel.Refused;
import io.fieldloop.hub.ingest.Parcel.Understood;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.FailureCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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
        if (known.containsAll(devices())) {
            return this;
        }
        List<Refused> strangers = understood.stream()
                .filter(p -> !known.contains(p.device()))
                .map(p -> p.refused(FailureCode.MESSAGE_UNRESOLVED, "device %s is not enrolled".formatted(p.device())))
                .toList();
        List<Refused> all = new ArrayList<>(refused);
        all.addAll(strangers);
        return new Batch(
                understood.stream().filter(p -> known.contains(p.device())).toList(), all);
    }
}
