package io.fieldloop.models.catalogue;

import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The assets that a test works on. Where one is absent, the test fails if the environment variable {@code CI} is set, so that nothing
 * goes unchecked there, and is skipped loudly otherwise.
 */
public final class TestAssets {

    private static final AssetCache CACHE = AssetCache.ofUser();
    private static final Catalogue CATALOGUE = Catalogue.load();

    private TestAssets() {}

    /** The path of a fetched file. */
    public static Path file(String asset, String file) {
        requireThatTestsFetch(wanted(asset));
        try {
            return CACHE.file(asset, file);
        } catch (AssetMissingException e) {
            throw absent(e);
        }
    }

    /** The user's cache, once it holds all files of the asset. */
    public static AssetCache cacheWith(String asset) {
        wanted(asset).files().forEach(file -> file(asset, file.name()));
        return CACHE;
    }

    private static Asset wanted(String asset) {
        return CATALOGUE.asset(asset).orElseThrow();
    }

    /** A machine that has the asset from elsewhere would hide that others will not. */
    private static void requireThatTestsFetch(Asset asset) {
        if (!asset.uses().contains(Use.TESTS)) {
            Assertions.fail("a test needs the asset %s, whose manifest does not say so".formatted(asset.name()));
        }
    }

    private static AssertionError absent(AssetMissingException e) {
        if (System.getenv("CI") != null) {
            return Assertions.<AssertionError>fail(e.getMessage());
        }
        System.err.println("SKIPPED: " + e.getMessage());
        return Assumptions.<AssertionError>abort(e.getMessage());
    }
}
