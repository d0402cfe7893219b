package io.fieldloop.agent.accelerator;

import io.fieldloop.models.pack.LocalPackage;

/** Finds out what a candidate is worth on this device. Must not endanger the process that asks, whatever the candidate does. */
@FunctionalInterface
public interface Probe {
    /**
     * Runs a verified package's golden samples on a candidate.
     *
     * @throws InterruptedException if the calling thread is interrupted; the probe is then given up
     */
    Finding probe(LocalPackage source, Candidate candidate) throws InterruptedException;
}
