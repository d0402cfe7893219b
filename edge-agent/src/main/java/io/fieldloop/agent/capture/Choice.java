package io.fieldloop.agent.capture;

import java.util.List;

/**
 * Why an input is captured.
 *
 * @param rules the names of the rules that chose it, at least one
 * @param value how much it is worth to keep, 0 to 1
 */
public record Choice(List<String> rules, double value) {
    /** Takes a copy of the names. */
    public Choice {
        rules = List.copyOf(rules);
    }

    /** Whether it is one of the random share, and so captured whatever it shows. */
    public boolean isUnbiased() {
        return rules.contains(CaptureRule.RandomShare.NAME);
    }
}
