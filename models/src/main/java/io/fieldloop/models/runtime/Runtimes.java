package io.fieldloop.models.runtime;

import io.fieldloop.models.runtime.ModelException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runtimes that work on this machine. Any thread. */
public final class Runtimes {
    private static final Logger LOG = LoggerFactory.getLogger(Runtimes.class);

    private final List<ModelRuntime> runtimes;
    private final List<String> missing;

    private Runtimes(List<ModelRuntime> runtimes, List<String> missing) {
        this.runtimes = List.copyOf(runtimes);
        this.missing = List.copyOf(missing);
    }

    /** All that work here; native libraries are loaded once a process. What does not work is logged with its reason. */
    public static Runtimes available() {
        return Available.RUNTIMES;
    }

    /** Exactly these. */
    public static Runtimes of(ModelRuntime... runtimes) {
        return new Runtimes(List.of(runtimes), List.of());
    }

    /**
     * The runtime for a format.
     *
     * @throws ModelException with {@link Reason#RUNTIME_UNAVAILABLE} if there is none
     */
    public ModelRuntime forFormat(ModelFormat format) throws ModelException {
        for (ModelRuntime runtime : runtimes) {
            if (runtime.reads(format)) {
                return runtime;
            }
        }
        throw new ModelException(
                Reason.RUNTIME_UNAVAILABLE,
                "no runtime for %s models works here; there are %s, and without: %s"
                        .formatted(format, describe(), missing));
    }

    /** Whether there is a runtime for a format. */
    public boolean reads(ModelFormat format) {
        return runtimes.stream().anyMatch(runtime -> runtime.reads(format));
    }

    /** Name and version of each, such as {@code onnxruntime 1.29.0}. */
    public List<String> describe() {
        return runtimes.stream()
                .map(runtime -> runtime.name() + " " + runtime.version())
                .toList();
    }

    @Override
    public String toString() {
        return describe().stream().collect(Collectors.joining(", "));
    }

    private static Runtimes load() {
        List<ModelRuntime> runtimes = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (RuntimeProvider provider : ServiceLoader.load(RuntimeProvider.class)) {
            try {
                runtimes.add(provider.open());
            } catch (ModelException e) {
                LOG.warn("runtime {} is not available: {}", provider.name(), e.getMessage());
                missing.add(provider.name() + " (" + e.getMessage() + ")");
            }
        }
        return new Runtimes(runtimes, missing);
    }

    private static final class Available {
        static final Runtimes RUNTIMES = load();
    }
}
