package io.fieldloop.agent.serve;

import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.Runtimes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models of a {@link ModelFolder}; all are loaded at first, as far as they can be. */
public final class FolderModels implements Models {
    private static final Logger LOG = LoggerFactory.getLogger(FolderModels.class);

    private final ModelFolder folder;
    private final ModelLoader loader;
    private final Deadlines deadlines;

    /** By name and version. A model that is not here is not served. */
    private final ConcurrentSkipListMap<String, Map<Integer, ServedModel>> served = new ConcurrentSkipListMap<>();

    /** Why a model is not served. */
    private final ConcurrentSkipListMap<String, String> reasons = new ConcurrentSkipListMap<>();

    private FolderModels(ModelFolder folder, ModelLoader loader, Deadlines deadlines) {
        this.folder = folder;
        this.loader = loader;
        this.deadlines = deadlines;
    }

    /**
     * Loads what is there. A model that cannot be loaded does not keep the others from being served.
     *
     * @param defaults for models that do not say how they are to be served
     * @throws IOException if the folder cannot be read
     */
    public static FolderModels open(Path root, Runtimes runtimes, ModelSettings defaults) throws IOException {
        var deadlines = new Deadlines();
        var models = new FolderModels(new ModelFolder(root), new ModelLoader(runtimes, defaults, deadlines), deadlines);
        for (String name : models.folder.names()) {
            try {
                models.load(name);
            } catch (ApiException e) {
                LOG.warn("model={} is not served: {}", name, e.getMessage());
            }
        }
        return models;
    }

    @Override
    public ServedModel find(String name, Optional<String> version) throws ApiException {
        Map<Integer, ServedModel> versions = served.getOrDefault(name, Map.of());
        if (versions.isEmpty()) {
            throw new ApiException(404, "model '%s' is not served here%s".formatted(name, because(name)));
        }
        if (version.isEmpty()) {
            return newest(versions);
        }
        for (ServedModel model : versions.values()) {
            if (model.version().equals(version.get())) {
                return model;
            }
        }
        throw new ApiException(
                404, "model '%s' has no version '%s'; there are %s".formatted(name, version.get(), versions.keySet()));
    }

    private String because(String name) {
        String reason = reasons.get(name);
        return reason == null ? "" : ": " + reason;
    }

    private static ServedModel newest(Map<Integer, ServedModel> versions) {
        return versions.entrySet().stream()
                .max(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .orElseThrow();
    }

    @Override
    public List<ServedModel> serving() {
        return served.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .toList();
    }

    @Override
    public List<Listed> index() {
        List<Listed> index = new ArrayList<>();
        for (ServedModel model : serving()) {
            index.add(new Listed(model.name(), model.version(), true, ""));
        }
        for (String name : folder.namesOrNone()) {
            if (!served.containsKey(name)) {
                for (int version : folder.versionsOrNone(name)) {
                    index.add(new Listed(
                            name, Integer.toString(version), false, reasons.getOrDefault(name, "not loaded")));
                }
            }
        }
        return index;
    }

    @Override
    public synchronized void load(String name) throws ApiException {
        Map<Integer, ServedModel> loaded = new TreeMap<>();
        boolean whole = false;
        try {
            for (int version : folder.versions(name)) {
                loaded.put(version, loader.load(name, version, folder.version(name, version)));
            }
            if (loaded.isEmpty()) {
                throw ApiException.wrong("model '%s' has no folder VERSION/model.onnx or VERSION/model.tflite", name);
            }
            whole = true;
        } catch (ModelException | IOException e) {
            reasons.put(name, String.valueOf(e.getMessage()));
            throw ApiException.wrong("model '%s' cannot be loaded: %s", name, e.getMessage());
        } finally {
            if (!whole) {
                loaded.values().forEach(ServedModel::close);
            }
        }
        reasons.remove(name);
        replace(name, Map.copyOf(loaded));
        LOG.info("model={} serves versions={}", name, loaded.keySet());
    }

    @Override
    public synchronized void unload(String name) throws ApiException {
        if (!served.containsKey(name)) {
            throw ApiException.wrong("model '%s' is not loaded", name);
        }
        reasons.put(name, "unloaded");
        replace(name, Map.of());
        LOG.info("model={} is unloaded", name);
    }

    private void replace(String name, Map<Integer, ServedModel> next) {
        Map<Integer, ServedModel> before = next.isEmpty() ? served.remove(name) : served.put(name, next);
        if (before != null) {
            before.values().forEach(ServedModel::close);
        }
    }

    @Override
    public synchronized void close() {
        for (String name : List.copyOf(served.keySet())) {
            replace(name, Map.of());
        }
        deadlines.close();
    }
}
