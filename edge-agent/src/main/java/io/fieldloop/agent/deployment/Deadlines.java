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

    /** The same with another time for fetching a package. */
    public Deadlines withDownload(Duration other) {
        return new Deadlines(other, verify, trial, soak, restore);
    }

    /**
     * Such that they exceed the bounds of trial and soak.
     *
     * @param probeTimeout of each process of a trial
     * @param probes how many such processes choosing an accelerator may take, one after the other
     */
    public static Deadlines around(Duration probeTimeout, int probes, Soak soak) {
        Duration choosing = probeTimeout.multipliedBy(probes);
        return new Deadlines(
                Duration.ofHours(12),
                Duration.ofMinutes(10),
                choosing.plus(LOADING),
                choosing.plus(soak.atMost().multipliedBy(2)).plus(LOADING),
                choosing.plus(LOADING));
    }
}
