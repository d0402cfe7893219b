package io.fieldloop.models.runtime.tflite;

import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** An output in the interpreter's own memory, which moves where its shape depends on what the model computes. */
final class TfLiteOutput {
    private final Tensor tensor;
    private final MemorySegment from;
    private final Arena arena;
    private long address;
    private long sizeBytes;

    TfLiteOutput(TensorSpec declared, MemorySegment from, Arena arena) throws ModelException {
        this.tensor = Tensor.awaited(declared);
        this.from = from;
        this.arena = arena;
        if (TfLite.address(from) != 0) {
            show();
        }
    }

    Tensor tensor() {
        return tensor;
    }

    /** Looks where the output is after a run. */
    void follow() throws ModelException {
        boolean sameMemory = TfLite.address(from) == address && TfLite.sizeBytes(from) == sizeBytes;
        if (!sameMemory || !tensor.spec().isFixed()) {
            show();
        }
    }

    private void show() throws ModelException {
        TfLiteTensors.show(tensor, from, arena);
        address = TfLite.address(from);
        sizeBytes = TfLite.sizeBytes(from);
    }
}
