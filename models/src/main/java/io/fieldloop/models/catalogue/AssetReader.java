package io.fieldloop.models.catalogue;

import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads an asset's manifest. */
final class AssetReader {

    private AssetReader() {}

    /** @throws IOException if the manifest is no JSON, lacks a field, or says something that cannot be */
    static Asset read(InputStream manifest) throws IOException {
        JsonFields fields = JsonFields.object(manifest);
        try {
            return new Asset(
                    fields.text("name"),
                    fields.text("what"),
                    uses(fields.texts("uses")),
                    source(fields.object("source")),
                    files(fields.objects("files")),
                    licence(fields.object("licence")));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Set<Use> uses(List<String> names) {
        return names.stream()
                .map(name -> Use.valueOf(name.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Source source(JsonFields source) throws IOException {
        Checksum archive = checksum(source.object("archive"));
        String version = source.text("version");
        String kind = source.text("kind");
        return switch (kind) {
            case "npm" -> new NpmSource(source.text("package"), version, archive);
            case "maven" -> new MavenSource(source.text("group"), source.text("artifact"), version, archive);
            case "debian" -> new DebianSource(source.text("package"), version, archive);
            default -> throw new IOException("a source is of kind npm, maven or debian, not " + kind);
        };
    }

    private static List<AssetFile> files(List<JsonFields> entries) throws IOException {
        List<AssetFile> files = new ArrayList<>();
        for (JsonFields entry : entries) {
            files.add(new AssetFile(
                    entry.text("name"), entry.text("path"), entry.whole("offsetBytes", 0), checksum(entry)));
        }
        return files;
    }

    static Checksum checksum(JsonFields fields) throws IOException {
        return new Checksum(new Sha256(fields.text("sha256")), fields.whole("sizeBytes"));
    }

    private static Licence licence(JsonFields licence) throws IOException {
        return new Licence(licence.text("package"), licence.text("content"), licence.text("limits"));
    }
}
