package io.fieldloop.agent.deployment;

import java.time.Duration;

/**
 * How long a state may take, whatever hangs. They are the last resort; each step has its own, tighter bounds.
 *
 * @param download all tries and pauses of fetching a package
 * @param verify reading and hashing a package
 * @param trial a trial
 * @param soak loading a version and watching it
 * @param restore loading the active version, at start and when rolling back
 */
public record Deadlines(Duration download, Duration verify, Duration trial, Duration soak, Duration restore) {
    private static final Duration LOADING = Duration.ofMinutes(2);

    /** Such that they exceed the bounds of trial and soak. */
    public static Deadlines around(Duration trialTimeout, Soak soak) {
        return new Deadlines(
                Duration.ofHours(12),
                Duration.ofMinutes(10),
                trialTimeout.plus(LOADING),
                soak.atMost().plus(LOADING),
                LOADING);
    }
}
