package io.fieldloop.models.runtime;

import io.fieldloop.models.runtime.ModelException.Reason;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The runtimes of this program. Each native library is loaded when it is first needed, once a process. Any thread. */
public final class Runtimes {
    private static final Runtimes AVAILABLE = new Runtimes(ServiceLoader.load(RuntimeProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .map(LazyRuntime::new)
            .toList());

    private final List<LazyRuntime> runtimes;

    /** Of models that were to be loaded. */
    private final Set<ModelFormat> needed = ConcurrentHashMap.newKeySet();

    private Runtimes(List<LazyRuntime> runtimes) {
        this.runtimes = List.copyOf(runtimes);
    }

    /** All that were brought along. Whether one works on this machine, {@link #reads} tells. */
    public static Runtimes available() {
        return AVAILABLE;
    }

    /** Exactly these. */
    public static Runtimes of(ModelRuntime... runtimes) {
        return new Runtimes(Stream.of(runtimes).map(LazyRuntime::new).toList());
    }

    /**
     * The runtime for a format, loaded.
     *
     * @throws ModelException with {@link Reason#RUNTIME_UNAVAILABLE} if there is none, or it does not work here
     */
    public ModelRuntime forFormat(ModelFormat format) throws ModelException {
        needed.add(format);
        for (LazyRuntime runtime : runtimes) {
            if (runtime.reads(format)) {
                return runtime.open();
            }
        }
        throw new ModelException(
                Reason.RUNTIME_UNAVAILABLE,
                "there is no runtime for %s models; there are %s".formatted(format, describe()));
    }

    /** Whether there is a runtime for a format that works here; loads it to know. */
    public boolean reads(ModelFormat format) {
        return runtimes.stream().anyMatch(runtime -> runtime.reads(format) && runtime.works());
    }

    /** For which formats {@link #forFormat} was asked. */
    public Set<ModelFormat> needed() {
        return Set.copyOf(needed);
    }

    /** Name and version of each, such as {@code onnxruntime 1.29.0}, whether or not it works here. Nothing is loaded. */
    public List<String> describe() {
        return runtimes.stream().map(LazyRuntime::toString).toList();
    }

    @Override
    public String toString() {
        return String.join(", ", describe());
    }
}
