package io.fieldloop.models.catalogue;

/** Is told by the fetching thread what happens. */
public interface FetchListener {

    /** The asset's archive is being brought; assets that are here already never start. */
    void started(Asset asset);

    /** So many bytes of the asset's archive are here. Called very often. */
    void received(Asset asset, long bytes);

    void ended(Outcome outcome);
}
