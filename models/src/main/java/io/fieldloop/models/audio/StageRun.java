package io.fieldloop.models.audio;

import io.fieldloop.models.pack.Link;
import io.fieldloop.models.pack.Window;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.models.tensor.Tensor;

/**
 * A model of a chain that runs: collects a window in what is remembered of a stream, runs the model, passes on what it gives, and
 * lets the window slide. One thread at a time.
 */
final class StageRun implements Flow, AutoCloseable {
    private final Window window;
    private final StageTensors tensors;
    private final float[] given;
    private StageMemory memory;
    private Flow next = (_, _) -> {};

    private StageRun(Window window, StageTensors tensors) {
        this.window = window;
        this.tensors = tensors;
        this.given = new float[tensors.output().spec().elementCount()];
        this.memory = tensors.nothingHeard();
    }

    /**
     * Prepares a model to run.
     *
     * @param window that the model sees: the link's own, or a frame of sound
     * @throws ModelException if it cannot run, or does not take such windows
     */
    static StageRun open(Session session, Link link, Window window) throws ModelException {
        var stage = new StageRun(window, StageTensors.open(session, link, window.rows()));
        if (stage.memory.window.length % window.rows() != 0) {
            stage.close();
            throw new ModelException(
                    Reason.SHAPE_UNSUPPORTED,
                    "%s is no window of %d rows".formatted(stage.tensors.input().spec(), window.rows()));
        }
        return stage;
    }

    /**
     * Passes on to another flow what the model gives.
     *
     * @param rowWidth what the other flow takes as a row, in values
     * @throws ModelException if that is no whole number of such rows
     */
    void passTo(Flow other, int rowWidth) throws ModelException {
        if (given.length == 0 || given.length % rowWidth != 0) {
            throw new ModelException(
                    Reason.SHAPE_UNSUPPORTED,
                    "%s gives %d values, which are no rows of %d"
                            .formatted(tensors.output().spec(), given.length, rowWidth));
        }
        next = other;
    }

    /** How many values a row of the input has. */
    int rowWidth() {
        return memory.window.length / window.rows();
    }

    /** Goes on from what was heard of a stream, and remembers there what is heard from now on. */
    void remember(StageMemory heard) {
        memory = heard;
    }

    /** What is remembered now. */
    StageMemory memory() {
        return memory;
    }

    @Override
    public void take(float[] values, int count) throws ModelException {
        for (int i = 0; i < count; i++) {
            memory.window[memory.filled++] = (float) (values[i] * window.scale() + window.offset());
            if (memory.filled == memory.window.length) {
                run();
            }
        }
    }

    private void run() throws ModelException {
        tensors.run(memory);
        int step = window.step() * rowWidth();
        memory.filled = memory.window.length - step;
        System.arraycopy(memory.window, step, memory.window, 0, memory.filled);
        read(tensors.output());
        next.take(given, given.length);
    }

    private void read(Tensor output) throws ModelException {
        if (output.spec().elementCount() != given.length) {
            throw new ModelException(
                    Reason.OUTPUT_INVALID, "%s came after %d values".formatted(output.spec(), given.length));
        }
        output.read(0, given);
        for (float value : given) {
            if (!Float.isFinite(value)) {
                throw new ModelException(
                        Reason.OUTPUT_INVALID, "%s has %s, which is no number".formatted(output.spec(), value));
            }
        }
    }

    /** An output as the last run left it. */
    Tensor output(String name) {
        return tensors.output(name);
    }

    @Override
    public void close() {
        tensors.close();
    }
}
