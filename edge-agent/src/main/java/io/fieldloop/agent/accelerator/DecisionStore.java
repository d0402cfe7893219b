package io.fieldloop.agent.accelerator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.fieldloop.agent.accelerator.Decision.Chosen;
import io.fieldloop.agent.disk.AtomicFile;
import io.fieldloop.models.json.JsonFields;
import io.fieldloop.models.json.MalformedJsonException;
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.protocol.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was decided, one file for each key, the newest {@value #MAX_FILES}. A file that makes no sense counts as none, for it can be
 * measured again; a disk that refuses costs only that. Any thread.
 */
final class DecisionStore {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionStore.class);
    private static final int MAX_FILES = 64;
    private static final int MAX_BYTES = 256 << 10;
    private static final JsonFactory JSON = new JsonFactory();

    private final Path folder;

    DecisionStore(Path folder) {
        this.folder = folder;
    }

    /** What was chosen under a key; empty when nothing was. */
    synchronized Optional<Chosen> read(List<String> key) {
        try {
            Optional<byte[]> content = file(key).read(MAX_BYTES);
            if (content.isEmpty()) {
                return Optional.empty();
            }
            JsonFields fields = JsonFields.read(content.get(), MAX_BYTES);
            return fields.texts("key").equals(key) ? Optional.of(fields.as(DecisionStore::chosen)) : Optional.empty();
        } catch (IOException e) {
            LOG.warn("what was chosen in {} cannot be read, and is measured again: {}", folder, e.getMessage());
            return Optional.empty();
        }
    }

    private static Chosen chosen(JsonFields fields) throws MalformedJsonException {
        return new Chosen(
                new Candidate(fields.text("variant"), Accelerator.parse(fields.text("accelerator"))),
                FindingJson.fit(fields),
                fields.optionalText("fallback"));
    }

    synchronized void write(List<String> key, Chosen chosen) {
        try {
            file(key).write(json(key, chosen));
            sweep();
        } catch (IOException e) {
            LOG.warn("what was chosen cannot be kept in {}, and will be measured again: {}", folder, e.getMessage());
        }
    }

    private static byte[] json(List<String> key, Chosen chosen) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeArrayFieldStart("key");
            for (String part : key) {
                json.writeString(part);
            }
            json.writeEndArray();
            json.writeStringField("variant", chosen.candidate().variant());
            json.writeStringField(
                    "accelerator", chosen.candidate().accelerator().toString());
            if (chosen.fallback().isPresent()) {
                json.writeStringField("fallback", chosen.fallback().get());
            }
            FindingJson.write(chosen.fit(), json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** Has the key measured again. */
    synchronized void forget(List<String> key) {
        try {
            Files.deleteIfExists(file(key).path());
        } catch (IOException e) {
            LOG.warn("what was chosen in {} cannot be forgotten: {}", folder, e.getMessage());
        }
    }

    private AtomicFile file(List<String> key) {
        return new AtomicFile(folder.resolve(Sha256.of(String.join("\n", key).getBytes(StandardCharsets.UTF_8))
                        .hex() + ".json"));
    }

    private void sweep() throws IOException {
        Map<Path, FileTime> ages = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                ages.put(file, Files.getLastModifiedTime(file));
            }
        }
        List<Path> oldest = ages.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.<FileTime>naturalOrder()))
                .limit(Math.max(0, ages.size() - MAX_FILES))
                .map(Map.Entry::getKey)
                .toList();
        for (Path file : oldest) {
            Files.delete(file);
        }
    }
}
