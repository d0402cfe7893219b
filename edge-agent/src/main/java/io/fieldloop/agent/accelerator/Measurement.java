package io.fieldloop.agent.accelerator;

import java.util.List;

/**
 * All that was found out about a model's candidates.
 *
 * @param table one row for each candidate, in the order in which they were tried
 * @param decision what follows
 */
public record Measurement(List<Probed> table, Decision decision) {
    /** Takes a copy of the table. */
    public Measurement {
        table = List.copyOf(table);
    }
}
