package io.fieldloop.agent.inference;

import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.predict.Predictor;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loaded model with one predictor for each worker of a pool, ready to serve. Closed by the pool once it was swapped in;
 * otherwise by whoever asked for it. Any thread.
 */
public final class Standby implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Standby.class);

    private final LoadedModel loaded;
    private final Served served;
    private final List<Predictor> predictors;

    /** One for the pool or the one who made this, and one for each request at work; at zero everything is closed. */
    private final AtomicInteger users = new AtomicInteger(1);

    private final AtomicBoolean observed = new AtomicBoolean();
    private volatile @Nullable Placement placement;
    private final Watch watch = new Watch();

    private Standby(LoadedModel loaded, List<Predictor> predictors) {
        this.loaded = loaded;
        this.served = new Served(loaded.manifest().model(), loaded.variant().name(), loaded.accelerator());
        this.predictors = List.copyOf(predictors);
    }

    /** Takes {@code loaded} over, and closes it if a predictor cannot be made. */
    static Standby of(LoadedModel loaded, int workers) throws ModelException {
        List<Predictor> predictors = new ArrayList<>();
        try {
            for (int i = 0; i < workers; i++) {
                predictors.add(loaded.newPredictor());
            }
            return new Standby(loaded, predictors);
        } catch (ModelException | RuntimeException | Error e) {
            predictors.forEach(Predictor::close);
            loaded.close();
            throw e;
        }
    }

    /** What it will serve, or serves. */
    public Served served() {
        return served;
    }

    LoadedModel loaded() {
        return loaded;
    }

    Predictor predictor(int slot) {
        return predictors.get(slot);
    }

    /** After its first inference: sees where its operators ran, if it was loaded to be observed. Later calls have no effect. */
    void observe() {
        if (observed.compareAndSet(false, true)) {
            try {
                placement = loaded.placement();
            } catch (ModelException e) {
                LOG.debug("model={} {}", served.model(), e.getMessage());
            }
        }
    }

    @Nullable Placement placement() {
        return placement;
    }

    /** Keeps this open for one request; false when it is closed already. */
    boolean enter() {
        return users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
    }

    /** The counterpart of {@link #enter}, and of having been made. */
    void leave() {
        if (users.decrementAndGet() == 0) {
            predictors.forEach(Predictor::close);
            loaded.close();
        }
    }

    /**
     * Waits while it serves until it did enough, or the time is over.
     *
     * @param enough asked after each inference; must not block
     * @return what it did by then
     * @throws InterruptedException if the calling thread is interrupted
     */
    public Tally await(Predicate<Tally> enough, Duration atMost) throws InterruptedException {
        return watch.await(enough, atMost);
    }

    Watch watch() {
        return watch;
    }

    /** For one who asked for it and does not swap it in after all. */
    @Override
    public void close() {
        leave();
    }
}
