package io.fieldloop.agent.deployment;

import io.fieldloop.agent.disk.AtomicFile;
import io.fieldloop.protocol.ModelName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One JSON document for each model, {@code {model}.json}, replaced as a whole. A document that is damaged, or of a schema
 * version that is not known here, is moved aside and treated as if nothing had been written. One thread for each model.
 */
public final class FileJournal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final int MAX_BYTES = 256 << 10;

    private final Path folder;

    /**
     * Keeps the documents in {@code folder}.
     *
     * @param folder made with the first document
     */
    public FileJournal(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<Entry> read(ModelName model) {
        AtomicFile file = file(model);
        try {
            Optional<byte[]> document = file.read(MAX_BYTES);
            return document.isEmpty() ? Optional.empty() : Optional.of(EntryJson.read(document.get()));
        } catch (IOException e) {
            LOG.error("model={} journal {} makes no sense: {}", model, file, e.toString());
            moveAside(file);
            return Optional.empty();
        }
    }

    private static void moveAside(AtomicFile damaged) {
        try {
            LOG.error("it is moved to {}", damaged.moveAside());
        } catch (IOException e) {
            LOG.error("it cannot be moved aside either", e);
        }
    }

    @Override
    public void write(ModelName model, Entry entry) throws IOException {
        file(model).write(EntryJson.write(entry));
    }

    private AtomicFile file(ModelName model) {
        return new AtomicFile(folder.resolve(model + ".json"));
    }
}
