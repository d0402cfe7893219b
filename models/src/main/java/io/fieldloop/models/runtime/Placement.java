package io.fieldloop.models.runtime;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the operators of a loaded model run, as the runtime has them after its own optimisation. What an accelerator fuses without
 * telling counts as the one operator that it shows.
 *
 * @param operators how many there are of each operator, such as {@code Conv}, by the {@linkplain Accelerator#name() name} of what
 *     computes them; what nobody asked for has the runtime's own name
 */
public record Placement(Map<String, Map<String, Integer>> operators) {
    /** Takes sorted copies. */
    public Placement {
        Map<String, Map<String, Integer>> sorted = new TreeMap<>();
        operators.forEach((where, counts) -> sorted.put(where, Collections.unmodifiableMap(new TreeMap<>(counts))));
        operators = Collections.unmodifiableMap(sorted);
    }

    /** The operators of this and the other. */
    public Placement with(Placement other) {
        Map<String, Map<String, Integer>> both = new TreeMap<>();
        for (Placement one : List.of(this, other)) {
            one.operators.forEach((where, counts) -> counts.forEach((operator, count) ->
                    both.computeIfAbsent(where, _ -> new TreeMap<>()).merge(operator, count, Integer::sum)));
        }
        return new Placement(both);
    }

    /** The number of all operators. */
    public int count() {
        return operators.values().stream().mapToInt(Placement::sum).sum();
    }

    /** How many operators run there. */
    public int on(Accelerator accelerator) {
        return sum(operators.getOrDefault(accelerator.name(), Map.of()));
    }

    /** How many operators run anywhere else than on the accelerator that was asked for. */
    public int fallback(Accelerator asked) {
        return count() - on(asked);
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many operators run where, such as {@code cuda 40, cpu 2}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        operators.forEach((where, counts) -> text.append(text.isEmpty() ? "" : ", ")
                .append(where)
                .append(' ')
                .append(sum(counts)));
        return text.toString();
    }
}
