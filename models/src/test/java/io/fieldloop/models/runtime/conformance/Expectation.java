package io.fieldloop.models.runtime.conformance;

/** What is known of a model before it is run. */
sealed interface Expectation {
    /** It gives the outputs that are stored with it. */
    record StoredOutputs() implements Expectation {}

    /** Its outputs are drawn at random, so that only type and shape can be right. */
    record RandomOutputs() implements Expectation {}

    /** The library computes something else than is stored, for a reason that is known. */
    record OtherOutputs() implements Expectation {}

    /** The library, or the port, does not run it. */
    record Refused(String reason) implements Expectation {}

    /** It needs a locale of the system, and is refused with this reason where that is not installed. */
    record RefusedWithoutLocale(String reason) implements Expectation {}
}
