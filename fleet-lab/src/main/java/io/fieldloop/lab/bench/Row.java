package io.fieldloop.lab.bench;

import java.util.OptionalDouble;

/**
 * One figure.
 *
 * @param what was measured
 * @param unit of all three numbers
 * @param ours the product's
 * @param anchor what it is compared with; empty where nothing can be
 * @param bound what it promises
 */
record Row(String what, String unit, double ours, OptionalDouble anchor, Bound bound) {
    /** A figure beside its anchor. */
    static Row against(double anchor, String what, String unit, double ours, Bound bound) {
        return new Row(what, unit, ours, OptionalDouble.of(anchor), bound);
    }

    /** A figure that nothing can be compared with. */
    static Row alone(String what, String unit, double ours, Bound bound) {
        return new Row(what, unit, ours, OptionalDouble.empty(), bound);
    }

    /** Whether it keeps what it promises. */
    boolean isMet() {
        return bound.isKeptBy(ours);
    }
}
