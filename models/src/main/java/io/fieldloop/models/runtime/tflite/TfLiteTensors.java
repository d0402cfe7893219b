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
        List<Integer> shape = new ArrayList<>();
        for (int axis = 0; axis < TfLite.rank(tensor); axis++) {
            shape.add(TfLite.length(tensor, axis));
        }
        try {
            return new TensorSpec(
                    name.isEmpty() ? otherName : name, elementType(tensor), shape, TfLite.quantisation(tensor));
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
            default ->
                throw new ModelException(
                        Reason.SHAPE_UNSUPPORTED, "a tensor has unsupported elements: TfLiteType " + type);
        };
    }

    /** The memory of native tensors, which must not be used once {@code arena} is closed. */
    static List<Tensor> inPlace(List<TensorSpec> specs, List<MemorySegment> tensors, Arena arena)
            throws ModelException {
        List<Tensor> mapped = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            mapped.add(inPlace(specs.get(i), tensors.get(i), arena));
        }
        return List.copyOf(mapped);
    }

    private static Tensor inPlace(TensorSpec spec, MemorySegment tensor, Arena arena) throws ModelException {
        long address = TfLite.address(tensor);
        if (address == 0 || TfLite.sizeBytes(tensor) != spec.sizeBytes()) {
            throw new ModelException(
                    Reason.SHAPE_UNSUPPORTED, "tensor %s has no memory of a fixed size".formatted(spec));
        }
        MemorySegment memory = MemorySegment.ofAddress(address).reinterpret(spec.sizeBytes(), arena, null);
        return Tensor.over(spec, memory.asByteBuffer());
    }
}
