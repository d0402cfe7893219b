package io.fieldloop.agent.serve;

import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.models.pack.Preprocessing.OfImages;
import io.fieldloop.models.pack.Preprocessing.OfReadings;
import io.fieldloop.models.pack.Preprocessing.OfSound;
import io.fieldloop.models.predict.LoadedModel;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The models that the hub has rolled out to this device. A swap is followed at once; requests under way end on the version before. */
public final class DeployedModels implements Models {
    private final Map<String, InferencePool> pools = new TreeMap<>();
    private final ModelSettings settings;
    private final Deadlines deadlines = new Deadlines();

    /** What serves, by name; guarded by itself. */
    private final Map<String, Current> served = new HashMap<>();

    /** Serves what these pools serve. */
    public DeployedModels(Collection<InferencePool> pools, ModelSettings settings) {
        this.settings = settings;
        for (InferencePool pool : pools) {
            this.pools.put(pool.model().value(), pool);
            pool.whenChanged(() -> current(pool));
        }
    }

    @Override
    public ServedModel find(String name, Optional<String> version) throws ApiException {
        InferencePool pool = pools.get(name);
        if (pool == null) {
            throw new ApiException(404, "model '%s' is not served here; there are %s".formatted(name, pools.keySet()));
        }
        ServedModel model = current(pool)
                .orElseThrow(
                        () -> new ApiException(503, "no version of model '%s' was rolled out yet".formatted(name)));
        if (version.isPresent() && !version.get().equals(model.version())) {
            throw new ApiException(
                    404, "model '%s' serves version %s, not '%s'".formatted(name, model.version(), version.get()));
        }
        return model;
    }

    /** What the pool serves now, after letting go of what it served before. */
    private Optional<ServedModel> current(InferencePool pool) {
        String name = pool.model().value();
        synchronized (served) {
            @Nullable LoadedModel loaded = pool.loaded().orElse(null);
            Current known = served.get(name);
            if (known != null && known.loaded() != loaded) {
                served.remove(name);
                known.model().close();
                known = null;
            }
            if (known == null && loaded != null) {
                known = new Current(loaded, served(pool, loaded));
                served.put(name, known);
            }
            return Optional.ofNullable(known).map(Current::model);
        }
    }

    private ServedModel served(InferencePool pool, LoadedModel loaded) {
        var name = new ServedModel.Name(
                pool.model().value(), Integer.toString(loaded.manifest().model().version()));
        return new ServedModel(
                name,
                ModelLoader.platform(loaded.variant().format()),
                loaded.session(),
                settings,
                senses(pool, loaded),
                deadlines);
    }

    private Senses senses(InferencePool pool, LoadedModel loaded) {
        return switch (loaded.manifest().preprocessing()) {
            case OfImages _ -> Senses.ofImages(Inputs.ofImages(pool, false, settings.concurrency()));
            case OfReadings _ -> Senses.ofReadings(Inputs.ofReadings(pool, false, settings.concurrency()));
            case OfSound sound ->
                Senses.of(new Sounds(pool, false, loaded.manifest().model(), sound));
        };
    }

    @Override
    public List<ServedModel> serving() {
        return pools.values().stream().flatMap(pool -> current(pool).stream()).toList();
    }

    @Override
    public List<Listed> index() {
        return pools.values().stream()
                .map(pool -> current(pool)
                        .map(model -> new Listed(model.name(), model.version(), true, ""))
                        .orElseGet(() -> new Listed(pool.model().value(), "", false, "no version was rolled out yet")))
                .toList();
    }

    @Override
    public void load(String name) throws ApiException {
        throw rolledOut();
    }

    @Override
    public void unload(String name) throws ApiException {
        throw rolledOut();
    }

    private static ApiException rolledOut() {
        return ApiException.wrong("what this device serves is rolled out by its hub; it cannot be changed here");
    }

    @Override
    public void close() {
        pools.values().forEach(pool -> pool.whenChanged(() -> {}));
        synchronized (served) {
            served.values().forEach(current -> current.model().close());
            served.clear();
        }
        deadlines.close();
    }

    /** A model as the pool knows it, and as it is asked here. */
    private record Current(LoadedModel loaded, ServedModel model) {}
}
