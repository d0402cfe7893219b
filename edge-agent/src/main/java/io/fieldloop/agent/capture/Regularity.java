package io.fieldloop.agent.capture;

import io.fieldloop.agent.inference.Answer;
import java.time.Duration;
import java.time.Instant;

/** Chooses an input once the last one that it chose is long enough ago. */
final class Regularity implements Interest {
    private final Period since;

    Regularity(Duration every) {
        this.since = new Period(every);
    }

    @Override
    public double in(Answer answer, Instant at) {
        return since.holds(at) ? 0 : UNBIASED;
    }

    @Override
    public void captured(Instant at) {
        since.begin(at);
    }
}
