package io.fieldloop.agent.accelerator;

import io.fieldloop.agent.accelerator.Decision.Chosen;
import io.fieldloop.protocol.Sha256;
import java.util.List;

/**
 * How a model was loaded last.
 *
 * @param number of the load, which is certified apart from every other of this process
 * @param chosen what it runs on
 * @param file the model's file
 * @param versions of everything that the choice depends on
 */
record Loaded(long number, Chosen chosen, Sha256 file, List<String> versions) {
    Loaded {
        versions = List.copyOf(versions);
    }
}
