package io.fieldloop.models.catalogue;

import io.fieldloop.models.json.JsonFields;
import io.fieldloop.models.json.MalformedJsonException;
import io.fieldloop.protocol.Sha256;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads an asset's manifest. */
final class AssetReader {
    private static final int MAX_TEXT = 4_096;

    private AssetReader() {}

    /** @throws MalformedJsonException if the manifest is no JSON, lacks a field, or says something that cannot be */
    static Asset read(byte[] manifest) throws MalformedJsonException {
        return JsonFields.read(manifest, MAX_TEXT).as(AssetReader::asset);
    }

    private static Asset asset(JsonFields fields) throws MalformedJsonException {
        return new Asset(
                fields.text("name"),
                fields.text("what"),
                uses(fields.texts("uses")),
                fields.object("source", AssetReader::source),
                fields.objects("files", AssetReader::file),
                fields.object("licence", AssetReader::licence));
    }

    private static Set<Use> uses(List<String> names) {
        return names.stream()
                .map(name -> Use.valueOf(name.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Source source(JsonFields source) throws MalformedJsonException {
        Checksum archive = source.object("archive", AssetReader::checksum);
        String version = source.text("version");
        String kind = source.text("kind");
        return switch (kind) {
            case "npm" -> new NpmSource(source.text("package"), version, archive);
            case "maven" -> new MavenSource(source.text("group"), source.text("artifact"), version, archive);
            case "debian" -> new DebianSource(source.text("package"), version, archive);
            default -> throw new MalformedJsonException("a source is of kind npm, maven or debian, not " + kind);
        };
    }

    private static AssetFile file(JsonFields file) throws MalformedJsonException {
        long offsetBytes = file.has("offsetBytes") ? file.integer("offsetBytes") : 0;
        return new AssetFile(file.text("name"), file.text("path"), offsetBytes, checksum(file));
    }

    static Checksum checksum(JsonFields fields) throws MalformedJsonException {
        return new Checksum(new Sha256(fields.text("sha256")), fields.integer("sizeBytes"));
    }

    private static Licence licence(JsonFields licence) throws MalformedJsonException {
        return new Licence(licence.text("package"), licence.text("content"), licence.text("limits"));
    }
}
