package io.fieldloop.models.runtime.tflite;

import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.Placement;
import io.fieldloop.models.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A native interpreter with what it needs to live. One thread at a time. */
final class Interpreter {
    private final Accelerator accelerator;
    private final MemorySegment options;
    private final List<AttachedDelegate> delegates = new ArrayList<>();
    private @Nullable PlanObservation observation;
    private MemorySegment handle = MemorySegment.NULL;

    private Interpreter(Accelerator accelerator, int threads) {
        this.accelerator = accelerator;
        this.options = TfLite.createOptions(threads);
    }

    /**
     * Makes an interpreter whose tensors are allocated.
     *
     * @param model outlives the interpreter
     * @param wanted how it is to run
     * @throws ModelException if the accelerator cannot be had, or the model cannot be run with it
     */
    static Interpreter create(MemorySegment model, Accelerator accelerator, LoadOptions wanted) throws ModelException {
        var interpreter = new Interpreter(accelerator, wanted.threads());
        boolean ready = false;
        try {
            ErrorReports.clear();
            interpreter.attach(wanted);
            interpreter.prepare(model);
            ErrorReports.clear();
            ready = true;
            return interpreter;
        } finally {
            if (!ready) {
                interpreter.delete();
            }
        }
    }

    private void attach(LoadOptions wanted) throws ModelException {
        delegates.addAll(AttachedDelegate.of(accelerator, wanted.threads()));
        if (!wanted.observed()) {
            delegates.forEach(delegate -> TfLite.addDelegate(options, delegate.handle()));
            return;
        }
        var observers = new PlanObservation();
        observation = observers;
        TfLite.addDelegate(options, observers.before().handle());
        for (AttachedDelegate delegate : delegates) {
            TfLite.addDelegate(options, delegate.handle());
            TfLite.addDelegate(options, observers.after(delegate).handle());
        }
    }

    private void prepare(MemorySegment model) throws ModelException {
        handle = TfLite.createInterpreter(model, options);
        if (handle.equals(MemorySegment.NULL)) {
            throw refused("the model cannot be interpreted by %s".formatted(accelerator));
        }
        if (TfLite.allocateTensors(handle) != TfLite.OK) {
            throw refused("the model's tensors cannot be allocated");
        }
    }

    Accelerator accelerator() {
        return accelerator;
    }

    /** Where the operators run. */
    Placement placement() throws ModelException {
        if (observation == null) {
            throw new IllegalStateException("it was not made to be observed");
        }
        return observation.placement();
    }

    List<MemorySegment> inputs() {
        List<MemorySegment> inputs = new ArrayList<>();
        for (int i = 0; i < TfLite.inputCount(handle); i++) {
            inputs.add(TfLite.input(handle, i));
        }
        return inputs;
    }

    List<MemorySegment> outputs() {
        List<MemorySegment> outputs = new ArrayList<>();
        for (int i = 0; i < TfLite.outputCount(handle); i++) {
            outputs.add(TfLite.output(handle, i));
        }
        return outputs;
    }

    /** Gives the inputs other shapes; their memory, and that of the outputs, is another one then. */
    void resize(List<TensorSpec> wanted) throws ModelException {
        ErrorReports.clear();
        for (int i = 0; i < wanted.size(); i++) {
            if (TfLite.resize(handle, i, wanted.get(i).shape()) != TfLite.OK) {
                throw unsupported("input %s cannot be resized".formatted(wanted.get(i)));
            }
        }
        if (TfLite.allocateTensors(handle) != TfLite.OK) {
            throw unsupported("the model cannot take %s".formatted(wanted));
        }
    }

    /** Asks {@link #invoke()} to end; from another thread. */
    void cancel() {
        TfLite.cancel(handle);
    }

    void invoke() throws ModelException {
        if (TfLite.invoke(handle) != TfLite.OK) {
            throw new ModelException(Reason.RUN_FAILED, "TensorFlow Lite failed: " + ErrorReports.take());
        }
    }

    /** The interpreter uses its delegates to its end, so it goes first. */
    void delete() {
        if (!handle.equals(MemorySegment.NULL)) {
            TfLite.deleteInterpreter(handle);
            handle = MemorySegment.NULL;
        }
        TfLite.deleteOptions(options);
        delegates.forEach(delegate -> delegate.delete().run());
        if (observation != null) {
            observation.delete();
        }
    }

    private static ModelException unsupported(String what) {
        return new ModelException(Reason.SHAPE_UNSUPPORTED, what + ": " + ErrorReports.take());
    }

    private static ModelException refused(String what) {
        return new ModelException(Reason.MODEL_REFUSED, what + ": " + ErrorReports.take());
    }
}
