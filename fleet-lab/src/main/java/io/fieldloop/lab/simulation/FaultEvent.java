package io.fieldloop.lab.simulation;

import java.util.SplittableRandom;

/**
 * A fault of the schedule.
 *
 * @param number its place in the schedule, from 1
 * @param device which device it befalls, or whose host; of no meaning for a fault of the hub
 * @param seed of everything that is by chance about it
 */
record FaultEvent(int number, Fault fault, int device, long seed) {
    /** As {@link #toString} wrote it. */
    static FaultEvent parse(String text) {
        String[] parts = text.split(" ", -1);
        return new FaultEvent(
                Integer.parseInt(parts[0]),
                Fault.valueOf(parts[1]),
                Integer.parseInt(parts[2]),
                Long.parseLong(parts[3]));
    }

    /** The same chances each time it is asked for. */
    SplittableRandom chances() {
        return new SplittableRandom(seed);
    }

    @Override
    public String toString() {
        return "%d %s %d %d".formatted(number, fault.name(), device, seed);
    }
}
