package io.fieldloop.models.runtime.tflite;

import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** The interpreter's tensors as ours. */
final class TfLiteTensors {
    private TfLiteTensors() {}

    static List<TensorSpec> specs(String kind, List<MemorySegment> tensors) throws ModelException {
        List<TensorSpec> specs = new ArrayList<>();
        for (MemorySegment tensor : tensors) {
            specs.add(spec(kind + specs.size(), tensor));
        }
        return specs;
    }

    private static TensorSpec spec(String otherName, MemorySegment tensor) throws ModelException {
        String name = TfLite.name(tensor);
        List<Integer> declared = TfLite.declaredShape(tensor);
        try {
            return new TensorSpec(
                    name.isEmpty() ? otherName : name,
                    elementType(tensor),
                    declared.isEmpty() ? TfLite.shape(tensor) : declared,
                    TfLite.quantisation(tensor));
        } catch (IllegalArgumentException e) {
            throw new ModelException(Reason.SHAPE_UNSUPPORTED, String.valueOf(e.getMessage()), e);
        }
    }

    /** By the numbers of {@code TfLiteType}. */
    private static ElementType elementType(MemorySegment tensor) throws ModelException {
        int type = TfLite.type(tensor);
        return switch (type) {
            case 1 -> ElementType.FLOAT32;
            case 2 -> ElementType.INT32;
            case 3 -> ElementType.UINT8;
            case 4 -> ElementType.INT64;
            case 6 -> ElementType.BOOL;
            case 7 -> ElementType.INT16;
            case 9 -> ElementType.INT8;
            case 10 -> ElementType.FLOAT16;
            case 11 -> ElementType.FLOAT64;
            case 13 -> ElementType.UINT64;
            case 16 -> ElementType.UINT32;
            case 17 -> ElementType.UINT16;
            case 19 -> ElementType.BFLOAT16;
            default ->
                throw new ModelException(
                        Reason.SHAPE_UNSUPPORTED,
                        "'%s' has unsupported elements: %s".formatted(TfLite.name(tensor), TfLite.typeName(type)));
        };
    }

    /**
     * Shows the memory of a native tensor, which must not be used once {@code arena} is closed.
     *
     * @param tensor ours; afterwards of the native tensor's shape
     */
    static void show(Tensor tensor, MemorySegment from, Arena arena) throws ModelException {
        TensorSpec actual;
        try {
            actual = tensor.spec().withShape(TfLite.shape(from));
        } catch (IllegalArgumentException e) {
            throw new ModelException(Reason.SHAPE_UNSUPPORTED, String.valueOf(e.getMessage()), e);
        }
        long address = TfLite.address(from);
        if (!actual.isFixed()
                || TfLite.sizeBytes(from) != actual.sizeBytes()
                || (address == 0 && actual.sizeBytes() > 0)) {
            throw new ModelException(Reason.SHAPE_UNSUPPORTED, "tensor %s has no memory of its size".formatted(actual));
        }
        if (address == 0) {
            tensor.reallocate(actual);
        } else {
            MemorySegment memory = MemorySegment.ofAddress(address).reinterpret(actual.sizeBytes(), arena, null);
            tensor.move(actual, memory.asByteBuffer());
        }
    }
}
