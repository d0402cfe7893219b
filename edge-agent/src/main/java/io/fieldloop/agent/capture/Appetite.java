package io.fieldloop.agent.capture;

import io.fieldloop.agent.capture.CaptureRule.Quota;
import io.fieldloop.agent.inference.Answer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Wants so many of each class in a period; the fewer it has had of a class, the more an input of it is worth. */
final class Appetite implements Interest {
    private final Quota quota;
    private final Period period;
    private final Map<String, Long> had = new HashMap<>();
    private List<String> asked = List.of();

    Appetite(Quota quota) {
        this.quota = quota;
        this.period = new Period(quota.per());
    }

    @Override
    public double in(Answer answer, Instant at) {
        if (!period.holds(at)) {
            period.begin(at);
            had.clear();
        }
        asked = Classes.of(answer.prediction());
        double most = 0;
        for (String label : asked) {
            most = Math.max(most, hunger(label));
        }
        return most;
    }

    private double hunger(String label) {
        boolean wanted = quota.label().isEmpty() || quota.label().get().equals(label);
        return wanted ? 1 - (double) had.getOrDefault(label, 0L) / quota.atMost() : 0;
    }

    @Override
    public void captured(Instant at) {
        for (String label : asked) {
            had.merge(label, 1L, Long::sum);
        }
    }
}
