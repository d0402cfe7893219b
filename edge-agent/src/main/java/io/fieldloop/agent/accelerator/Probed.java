package io.fieldloop.agent.accelerator;

/** A candidate with what was found out about it. */
public record Probed(Candidate candidate, Finding finding) {}
