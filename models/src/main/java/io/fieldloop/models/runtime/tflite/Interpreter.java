package io.fieldloop.models.runtime.tflite;

import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** A native interpreter with what it needs to live. One thread at a time. */
final class Interpreter {
    private final boolean accelerated;
    private final MemorySegment options;
    private MemorySegment delegate = MemorySegment.NULL;
    private MemorySegment handle = MemorySegment.NULL;

    private Interpreter(int threads, boolean accelerated) {
        this.accelerated = accelerated;
        this.options = TfLite.createOptions(threads);
    }

    /**
     * Makes an interpreter whose tensors are allocated.
     *
     * @param model outlives the interpreter
     * @param accelerated whether XNNPACK computes what it can; it does not by itself
     */
    static Interpreter create(MemorySegment model, int threads, boolean accelerated) throws ModelException {
        var interpreter = new Interpreter(threads, accelerated);
        boolean ready = false;
        try {
            ErrorReports.clear();
            interpreter.prepare(model, threads);
            ErrorReports.clear();
            ready = true;
            return interpreter;
        } finally {
            if (!ready) {
                interpreter.delete();
            }
        }
    }

    private void prepare(MemorySegment model, int threads) throws ModelException {
        if (accelerated) {
            delegate = TfLite.createXnnpack(threads);
            requireReal(delegate, "XNNPACK cannot be started");
            TfLite.addDelegate(options, delegate);
        }
        handle = TfLite.createInterpreter(model, options);
        requireReal(handle, "the model cannot be interpreted");
        if (TfLite.allocateTensors(handle) != TfLite.OK) {
            throw refused("the model's tensors cannot be allocated");
        }
    }

    boolean isAccelerated() {
        return accelerated;
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

    /** The interpreter uses the delegate to its end, so it goes first. */
    void delete() {
        if (!handle.equals(MemorySegment.NULL)) {
            TfLite.deleteInterpreter(handle);
            handle = MemorySegment.NULL;
        }
        TfLite.deleteOptions(options);
        if (!delegate.equals(MemorySegment.NULL)) {
            TfLite.deleteXnnpack(delegate);
        }
    }

    private static void requireReal(MemorySegment pointer, String otherwise) throws ModelException {
        if (pointer.equals(MemorySegment.NULL)) {
            throw refused(otherwise);
        }
    }

    private static ModelException unsupported(String what) {
        return new ModelException(Reason.SHAPE_UNSUPPORTED, what + ": " + ErrorReports.take());
    }

    private static ModelException refused(String what) {
        return new ModelException(Reason.MODEL_REFUSED, what + ": " + ErrorReports.take());
    }
}
