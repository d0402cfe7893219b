package io.fieldloop.models.runtime;

import io.fieldloop.models.runtime.ModelException.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A runtime whose native library is loaded when it is first needed: tens of megabytes that a device may never need. Any thread. */
final class LazyRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(LazyRuntime.class);

    private final RuntimeProvider provider;
    private @Nullable ModelRuntime opened; // guarded by this
    private @Nullable ModelException failure; // guarded by this

    LazyRuntime(RuntimeProvider provider) {
        this.provider = provider;
    }

    LazyRuntime(ModelRuntime open) {
        this(new Open(open));
    }

    boolean reads(ModelFormat format) {
        return provider.reads(format);
    }

    /** Whether its library can be loaded; loads it. */
    boolean works() {
        try {
            open();
            return true;
        } catch (ModelException _) {
            return false; // open() has logged why
        }
    }

    /** Loads the library unless it is loaded; one that does not work is not tried again. */
    synchronized ModelRuntime open() throws ModelException {
        if (opened == null) {
            if (failure != null) {
                throw new ModelException(Reason.RUNTIME_UNAVAILABLE, String.valueOf(failure.getMessage()), failure);
            }
            try {
                opened = provider.open();
            } catch (ModelException e) {
                LOG.warn("runtime {} does not work here: {}", this, e.getMessage());
                failure = e;
                throw e;
            }
        }
        return opened;
    }

    /** Name and version. */
    @Override
    public String toString() {
        return provider.name() + " " + provider.version();
    }

    /** One that somebody else opened. */
    private record Open(ModelRuntime runtime) implements RuntimeProvider {
        @Override
        public String name() {
            return runtime.name();
        }

        @Override
        public String version() {
            return runtime.version();
        }

        @Override
        public boolean reads(ModelFormat format) {
            return runtime.reads(format);
        }

        @Override
        public ModelRuntime open() {
            return runtime;
        }
    }
}
