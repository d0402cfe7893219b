package io.fieldloop.models.audio;

import io.fieldloop.models.runtime.Invocation;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.nio.file.Path;
import java.util.List;

/** A stage that runs: collects a window, runs the model, passes on what it gives, and lets the window slide. */
final class StageRun implements Flow, AutoCloseable {
    private final Stage stage;
    private final Invocation invocation;
    private final float[] window;
    private final float[] given;
    private int filled;
    private Flow next = (_, _) -> {};

    private StageRun(Stage stage, Invocation invocation) {
        this.stage = stage;
        this.invocation = invocation;
        this.window = new float[invocation.input(0).spec().elementCount()];
        this.given = new float[invocation.output(0).spec().elementCount()];
    }

    /**
     * Loads the model and runs it once on zeros, so that the shape of its output is known.
     *
     * @throws ModelException if it cannot be loaded or run, or is no model of one window of numbers
     */
    static StageRun open(Stage stage, Path folder, Runtimes runtimes, LoadOptions options) throws ModelException {
        try (Session session = runtimes.forFormat(stage.format()).load(folder.resolve(stage.file()), options)) {
            onlyFloats(stage, session.outputs());
            List<Integer> shape = shape(stage, onlyFloats(stage, session.inputs()));
            Invocation invocation = session.newInvocation(List.of(shape));
            boolean suitable = false;
            try {
                invocation.run();
                suitable = true;
                return new StageRun(stage, invocation);
            } finally {
                if (!suitable) {
                    invocation.close();
                }
            }
        }
    }

    /** Of the free axes, the first is the batch where another one follows, and that counts rows. */
    private static List<Integer> shape(Stage stage, TensorSpec input) throws ModelException {
        List<Integer> shape = input.withBatch(1).shape().stream()
                .map(length -> length == TensorSpec.FREE ? Integer.valueOf(stage.rows()) : length)
                .toList();
        if (input.withShape(shape).elementCount() % stage.rows() != 0) {
            throw new ModelException(
                    Reason.SHAPE_UNSUPPORTED,
                    "%s takes %s, which is no window of %d rows".formatted(stage.file(), input, stage.rows()));
        }
        return shape;
    }

    private static TensorSpec onlyFloats(Stage stage, List<TensorSpec> tensors) throws ModelException {
        if (tensors.size() != 1 || tensors.getFirst().type() != ElementType.FLOAT32) {
            throw new ModelException(
                    Reason.SHAPE_UNSUPPORTED,
                    "%s must take and give one tensor of FLOAT32, not %s".formatted(stage.file(), tensors));
        }
        return tensors.getFirst();
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
                    "%s gives %d values, which are no rows of %d".formatted(stage.file(), given.length, rowWidth));
        }
        next = other;
    }

    /** How many values a row of the input has. */
    int rowWidth() {
        return window.length / stage.rows();
    }

    @Override
    public void take(float[] values, int count) throws ModelException {
        int taken = 0;
        while (taken < count) {
            int fitting = Math.min(count - taken, window.length - filled);
            System.arraycopy(values, taken, window, filled, fitting);
            taken += fitting;
            filled += fitting;
            if (filled == window.length) {
                run();
            }
        }
    }

    private void run() throws ModelException {
        invocation.input(0).floats().put(0, window);
        int step = stage.step() * rowWidth();
        filled = window.length - step;
        System.arraycopy(window, step, window, 0, filled);
        invocation.run();
        read(invocation.output(0));
        next.take(given, given.length);
    }

    private void read(Tensor output) throws ModelException {
        if (output.spec().elementCount() != given.length) {
            throw new ModelException(
                    Reason.OUTPUT_INVALID, "%s gave %s after %d values".formatted(stage.file(), output, given.length));
        }
        output.read(0, given);
        for (int i = 0; i < given.length; i++) {
            given[i] = (float) (given[i] * stage.scale() + stage.offset());
            if (!Float.isFinite(given[i])) {
                throw new ModelException(
                        Reason.OUTPUT_INVALID, "%s gave %s, which is no number".formatted(stage.file(), given[i]));
            }
        }
    }

    @Override
    public void close() {
        invocation.close();
    }
}
