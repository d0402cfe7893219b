package io.fieldloop.models.catalogue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/** Outcomes for programs: one document that names each asset, its state, its terms and its files. */
final class OutcomesJson {

    private OutcomesJson() {}

    static void write(List<Outcome> outcomes, AssetCache cache, Writer target) {
        try {
            // Not closed: the writer belongs to the caller.
            JsonGenerator json = new JsonFactory().createGenerator(target);
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeArrayFieldStart("assets");
            for (Outcome outcome : outcomes) {
                write(outcome, cache, json);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Outcome outcome, AssetCache cache, JsonGenerator json) throws IOException {
        Asset asset = outcome.asset();
        json.writeStartObject();
        json.writeStringField("name", asset.name());
        json.writeStringField("what", asset.what());
        switch (outcome) {
            case Outcome.Present _ -> json.writeStringField("state", "present");
            case Outcome.Fetched _ -> json.writeStringField("state", "fetched");
            case Outcome.Missing missing -> {
                json.writeStringField("state", "missing");
                json.writeStringField("reason", missing.reason());
            }
        }
        json.writeStringField(
                "package", asset.source().kind() + " " + asset.source().coordinates());
        json.writeStringField("licenceOfPackage", asset.licence().ofPackage());
        json.writeStringField("licenceOfContent", asset.licence().ofContent());
        json.writeStringField("limits", asset.licence().limits());
        json.writeArrayFieldStart("files");
        for (AssetFile file : asset.files()) {
            write(file, cache.place(asset.name(), file.name()).toString(), json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(AssetFile file, String path, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", file.name());
        json.writeStringField("path", path);
        json.writeNumberField("sizeBytes", file.checksum().sizeBytes());
        json.writeStringField("sha256", file.checksum().sha256().hex());
        json.writeEndObject();
    }
}
