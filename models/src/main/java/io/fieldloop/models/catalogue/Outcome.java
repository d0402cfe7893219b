package io.fieldloop.models.catalogue;

/** How fetching an asset ended. */
public sealed interface Outcome {

    Asset asset();

    /** All files were here already; nobody was asked for anything. */
    record Present(Asset asset) implements Outcome {}

    /** All files are here now. */
    record Fetched(Asset asset) implements Outcome {}

    /**
     * Files are missing, and could not be had.
     *
     * @param reason who said what
     */
    record Missing(Asset asset, String reason) implements Outcome {}
}
