package io.fieldloop.models.catalogue;

import io.fieldloop.models.json.JsonFields;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All assets that this project knows, in the order of their names.
 *
 * @param assets each of its own name
 */
public record Catalogue(List<Asset> assets) {
    private static final int MAX_NAME = 64;

    public Catalogue {
        assets = List.copyOf(assets);
        if (assets.stream().map(Asset::name).distinct().count() != assets.size()) {
            throw new IllegalArgumentException("two assets of the catalogue have one name");
        }
    }

    /** The catalogue that came with this program. */
    public static Catalogue load() {
        try {
            List<Asset> assets = new ArrayList<>();
            for (String name : names()) {
                assets.add(asset(name + ".json", "assets/" + name + ".json"));
            }
            return new Catalogue(assets);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the catalogue that came with this program is damaged: " + e.getMessage(), e);
        }
    }

    private static List<String> names() throws IOException {
        return JsonFields.read(content("assets.json"), MAX_NAME).texts("assets");
    }

    private static Asset asset(String manifest, String path) throws IOException {
        try {
            return AssetReader.read(content(path));
        } catch (IOException e) {
            throw new IOException(manifest + ": " + e.getMessage(), e);
        }
    }

    /** A file of {@code models/catalogue/}, which the build puts beside this class. */
    static byte[] content(String path) throws IOException {
        try (@Nullable InputStream content = Catalogue.class.getResourceAsStream(path)) {
            if (content == null) {
                throw new FileNotFoundException(path + " is missing");
            }
            return content.readAllBytes();
        }
    }

    /** The asset of that name, or nothing if the catalogue has none. */
    public Optional<Asset> asset(String name) {
        return assets.stream().filter(asset -> asset.name().equals(name)).findFirst();
    }

    /** The assets that at least one of the uses needs. */
    public List<Asset> neededFor(Set<Use> uses) {
        return assets.stream()
                .filter(asset -> asset.uses().stream().anyMatch(uses::contains))
                .toList();
    }
}
