package io.fieldloop.lab.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Which faults befall whom, and in which order: the same for the same seed, fleet and kinds of faults. */
final class Schedule {
    private final Random random;
    private final List<Fault> kinds;
    private final int devices;

    private Schedule(long seed, Set<Fault> kinds, int devices) {
        this.random = new Random(seed);
        this.kinds = kinds.stream().sorted().toList();
        this.devices = devices;
    }

    /** Every kind of fault stands in it, if it is long enough; the frequent ones more often. */
    static List<FaultEvent> of(long seed, Set<Fault> kinds, int events, int devices) {
        return new Schedule(seed, kinds, devices).draw(events);
    }

    private List<FaultEvent> draw(int events) {
        List<Fault> faults = new ArrayList<>(kinds.subList(0, Math.min(events, kinds.size())));
        while (faults.size() < events) {
            faults.add(any());
        }
        Collections.shuffle(faults, random);
        List<FaultEvent> drawn = new ArrayList<>(events);
        for (Fault fault : faults) {
            drawn.add(new FaultEvent(drawn.size() + 1, fault, random.nextInt(devices), random.nextLong()));
        }
        return drawn;
    }

    private Fault any() {
        int place = random.nextInt(kinds.stream().mapToInt(Fault::weight).sum());
        for (Fault fault : kinds) {
            place -= fault.weight();
            if (place < 0) {
                return fault;
            }
        }
        throw new IllegalStateException("the weights are positive");
    }
}
