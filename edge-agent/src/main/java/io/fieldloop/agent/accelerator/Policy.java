package io.fieldloop.agent.accelerator;

/** How much the accelerators that a device's configuration names mean. */
public enum Policy {
    /** None is named: whatever is found may serve, if it is faster than the processor. */
    ANY,
    /** A named one serves unless it is unfit or slower than the processor; then the processor does, and the hub is told why. */
    PREFER,
    /** Only a named one may serve, however fast. */
    REQUIRE,
    /** Only a named one may serve, and no operator may run elsewhere. */
    FORBID_FALLBACK
}
