package io.fieldloop.models.catalogue;

import java.io.IOException;

/** A file of an asset is not on this machine yet; the message says how to get it. */
public final class AssetMissingException extends IOException {

    private final String asset;

    AssetMissingException(String asset, String file) {
        super("the file " + file + " of the asset " + asset + " is not on this machine: run ./fieldloop fetch "
                + asset);
        this.asset = asset;
    }

    /** The name of the asset to fetch. */
    public String asset() {
        return asset;
    }
}
