package io.fieldloop.agent.accelerator;

import io.fieldloop.agent.accelerator.Decision.Chosen;
import io.fieldloop.agent.accelerator.Decision.Refused;
import io.fieldloop.agent.accelerator.Finding.Unfit;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.Variant;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.ModelRef;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads each model on what was measured to be best for it here. Any thread. */
public final class Accelerators {
    private static final Logger LOG = LoggerFactory.getLogger(Accelerators.class);

    private final Runtimes runtimes;
    private final Probe probe;
    private final DeviceId device;
    private final AcceleratorRules rules;
    private final DecisionStore store;

    /** What each model was last loaded on. */
    private final Map<ModelRef, Loaded> loaded = new ConcurrentHashMap<>();

    private final AtomicLong loads = new AtomicLong();

    /**
     * Takes its parts.
     *
     * @param runtimes that load models in this process
     * @param device whose measurements they are
     * @param folder for what was decided; made when it is not there
     */
    public Accelerators(Runtimes runtimes, Probe probe, DeviceId device, AcceleratorRules rules, Path folder) {
        this.runtimes = runtimes;
        this.probe = probe;
        this.device = device;
        this.rules = rules;
        this.store = new DecisionStore(folder);
    }

    /** What loads models in this process. */
    public Runtimes runtimes() {
        return runtimes;
    }

    /** What the configuration says about a model. */
    public Preference preference(ModelName model) {
        return rules.of(model);
    }

    /**
     * Tries every candidate, and remembers what follows.
     *
     * @param source a verified package
     * @throws InterruptedException if the calling thread is interrupted
     */
    public Measurement measure(LocalPackage source) throws InterruptedException {
        Manifest manifest = source.manifest();
        Preference preference = rules.of(manifest.model().model());
        try {
            Candidates candidates = Candidates.of(manifest, preference, runtimes);
            List<Probed> table = new ArrayList<>();
            for (Candidate candidate : candidates.offered()) {
                table.add(new Probed(candidate, probe.probe(source, candidate)));
                LOG.info("model={} {}", manifest.model(), table.getLast());
            }
            candidates.impossible().forEach(accelerator -> table.add(impossible(accelerator)));
            Decision decision = new Selection(preference, table).decide();
            remember(source, decision);
            return new Measurement(table, decision);
        } catch (ModelException e) {
            Failure failure = new Failure(FailureCode.TRIAL_LOAD_FAILED, String.valueOf(e.getMessage()));
            return new Measurement(List.of(), new Refused(failure));
        }
    }

    private Probed impossible(Accelerator accelerator) {
        Failure failure = new Failure(
                FailureCode.TRIAL_LOAD_FAILED,
                "no variant of the package can run on it with %s".formatted(runtimes.describe()));
        return new Probed(new Candidate("no variant", accelerator), new Unfit(failure));
    }

    private void remember(LocalPackage source, Decision decision) {
        List<String> key = key(source);
        switch (decision) {
            case Chosen chosen -> store.write(key, chosen);
            case Refused _ -> store.forget(key);
        }
        LOG.info("model={} decision={}", source.manifest().model(), decision);
    }

    /** Everything by which a measurement stands or falls. */
    private List<String> key(LocalPackage source) {
        Manifest manifest = source.manifest();
        Preference preference = rules.of(manifest.model().model());
        List<String> key = new ArrayList<>();
        key.add("device " + device);
        key.add("policy " + preference.policy());
        for (Variant variant : manifest.variants()) {
            variant.stages()
                    .forEach(stage -> key.add(
                            "%s %s".formatted(variant.name(), stage.file().sha256())));
        }
        List<Accelerator> accelerators = new ArrayList<>(preference.candidates());
        for (Variant variant : manifest.variants()) {
            accelerators.addAll(found(variant));
        }
        accelerators.forEach(accelerator -> key.add("candidate " + accelerator));
        key.addAll(Environment.of(runtimes, accelerators).versions());
        return key;
    }

    private List<Accelerator> found(Variant variant) {
        try {
            return runtimes.reads(variant.format())
                    ? runtimes.forFormat(variant.format()).found()
                    : List.of();
        } catch (ModelException e) {
            throw new IllegalStateException("a runtime that reads a format is there", e);
        }
    }

    /**
     * What a model runs on here: as decided before, or else by measuring now.
     *
     * @param source a verified package
     * @throws InterruptedException if the calling thread is interrupted
     */
    public Decision decide(LocalPackage source) throws InterruptedException {
        Optional<Chosen> known = store.read(key(source));
        return known.isPresent() ? known.get() : measure(source).decision();
    }

    /**
     * Loads a model on what it runs on here. Its first inference shows where its operators are.
     *
     * @param source a verified package
     * @throws RefusedException if it must not serve on this device
     * @throws ModelException if it cannot be loaded
     * @throws InterruptedException if the calling thread is interrupted
     */
    public LoadedModel load(LocalPackage source) throws RefusedException, ModelException, InterruptedException {
        ModelRef model = source.manifest().model();
        switch (decide(source)) {
            case Refused(var failure) -> throw new RefusedException(failure);
            case Chosen chosen -> {
                try {
                    return load(source, chosen);
                } catch (ModelException e) {
                    if (chosen.candidate().isOnProcessor()) {
                        throw e;
                    }
                    // It worked when it was measured. What changed since, such as a device that was unplugged, is not
                    // in the key.
                    LOG.warn("model={} {} is measured again: {}", model, chosen.candidate(), e.getMessage());
                }
            }
        }
        return switch (measure(source).decision()) {
            case Refused(var failure) -> throw new RefusedException(failure);
            case Chosen again -> load(source, again);
        };
    }

    /**
     * Loads a model on the processor, and forgets what was chosen for it: for when that may have taken this process down.
     *
     * @param source a verified package
     * @throws ModelException if it cannot be loaded
     */
    public LoadedModel loadOnProcessor(LocalPackage source) throws ModelException {
        ModelRef model = source.manifest().model();
        store.forget(key(source));
        loaded.remove(model);
        Variant variant = source.manifest().variants().stream()
                .filter(one -> runtimes.reads(one.format()))
                .findFirst()
                .orElseThrow(() -> new ModelException(
                        Reason.MANIFEST_MISMATCH, "%s has no variant that can run here".formatted(model)));
        LoadOptions options = LoadOptions.DEFAULT.on(Accelerator.CPU).observe();
        return LoadedModel.load(source, variant, runtimes, options);
    }

    private LoadedModel load(LocalPackage source, Chosen chosen) throws ModelException {
        Variant variant = source.manifest().variants().stream()
                .filter(one -> one.name().equals(chosen.candidate().variant()))
                .findFirst()
                .orElseThrow(() -> new ModelException(
                        Reason.MANIFEST_MISMATCH,
                        "the package has no variant " + chosen.candidate().variant()));
        LoadOptions options =
                LoadOptions.DEFAULT.on(chosen.candidate().accelerator()).observe();
        LoadedModel model = LoadedModel.load(source, variant, runtimes, options);
        Environment environment =
                Environment.of(runtimes, List.of(chosen.candidate().accelerator()));
        loaded.put(
                source.manifest().model(),
                new Loaded(loads.incrementAndGet(), chosen, variant.file().sha256(), environment.versions()));
        return model;
    }

    /** How a model was loaded last; empty when it was not. */
    Optional<Loaded> loaded(ModelRef model) {
        return Optional.ofNullable(loaded.get(model));
    }

    /** The median of one prediction when a model that is loaded was measured, in microseconds; empty if it was not loaded. */
    public OptionalLong measuredMicros(ModelRef model) {
        Loaded now = loaded.get(model);
        return now == null
                ? OptionalLong.empty()
                : OptionalLong.of(now.chosen().fit().medianMicros());
    }

    /**
     * Measures a model that is loaded again.
     *
     * @return whether it should run elsewhere from now on; what it runs on stays if nothing is found fit
     * @throws InterruptedException if the calling thread is interrupted
     */
    public boolean remeasure(LocalPackage source) throws InterruptedException {
        Loaded now = loaded.get(source.manifest().model());
        return measure(source).decision() instanceof Chosen chosen
                && now != null
                && !chosen.candidate().equals(now.chosen().candidate());
    }
}
