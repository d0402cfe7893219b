package io.fieldloop.models.catalogue;

/** What an asset is needed for. */
public enum Use {
    DEMO,
    TESTS,
    BENCHMARKS
}
