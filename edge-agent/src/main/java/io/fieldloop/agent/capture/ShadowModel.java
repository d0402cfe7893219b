package io.fieldloop.agent.capture;

import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.inference.NoModelException;
import io.fieldloop.models.predict.Content;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.message.Prediction;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A model that is asked besides those that serve, about one input at a time whichever stream it is of. So one worker more than the
 * streams need keeps it from taking one from them. Any thread.
 */
public final class ShadowModel {
    /** A model that passed its trial and takes longer than this hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final InferencePool pool;
    private final AtomicBoolean busy = new AtomicBoolean();

    /** Asks a pool, which has a worker for it. */
    public ShadowModel(InferencePool pool) {
        this.pool = pool;
    }

    ModelName name() {
        return pool.model();
    }

    /** Which version answers now; empty while none is loaded. */
    Optional<Integer> version() {
        return pool.serving().map(served -> served.model().version());
    }

    /** Takes it for one input; false when it is taken. */
    boolean take() {
        return busy.compareAndSet(false, true);
    }

    /** The counterpart of {@link #take}. */
    void leave() {
        busy.set(false);
    }

    Prediction ask(Content content) throws NoModelException, ModelException, TimeoutException, InterruptedException {
        return pool.infer(content, PATIENCE).prediction();
    }
}
