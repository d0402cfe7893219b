package io.fieldloop.lab.simulation;

import java.util.List;

/**
 * Something that must never be.
 *
 * @param device whom it concerns
 * @param what one sentence
 * @param trace the last that befell the device
 */
record Violation(String device, String what, List<String> trace) {
    Violation {
        trace = List.copyOf(trace);
    }
}
