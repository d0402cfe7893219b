package io.fieldloop.models.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Memory outside of the Java heap that holds a tensor and that native code reads and writes in place. One thread at a time.
 */
public final class Tensor {
    private final TensorSpec spec;
    private final ByteBuffer bytes;
    private final @Nullable FloatBuffer floats;

    private Tensor(TensorSpec spec, ByteBuffer bytes) {
        this.spec = spec;
        this.bytes = bytes;
        this.floats = spec.type() == ElementType.FLOAT32 ? bytes.asFloatBuffer() : null;
    }

    /**
     * Allocates zeros.
     *
     * @throws IllegalStateException if an axis of {@code fixed} is free
     * @throws IllegalArgumentException if its elements have no fixed size
     */
    public static Tensor allocate(TensorSpec fixed) {
        return over(fixed, ByteBuffer.allocateDirect(fixed.sizeBytes()));
    }

    /**
     * Uses memory that somebody else owns, from its start.
     *
     * @throws IllegalStateException if an axis of {@code fixed} is free
     * @throws IllegalArgumentException if its elements have no fixed size, or {@code memory} is not direct or of another
     *     size
     */
    public static Tensor over(TensorSpec fixed, ByteBuffer memory) {
        if (fixed.type() == ElementType.STRING) {
            throw new IllegalArgumentException(
                    "tensor '%s' holds text, which is not supported".formatted(fixed.name()));
        }
        if (!memory.isDirect() || memory.capacity() != fixed.sizeBytes()) {
            throw new IllegalArgumentException("tensor '%s' needs %d bytes of direct memory, not %d"
                    .formatted(fixed.name(), fixed.sizeBytes(), memory.capacity()));
        }
        return new Tensor(fixed, memory.duplicate().clear().order(ByteOrder.nativeOrder()));
    }

    /** How it looks; no axis is free. */
    public TensorSpec spec() {
        return spec;
    }

    /** The memory itself, in native byte order. Read and write by absolute index only: the position is shared. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /**
     * The same memory as {@link #bytes()}, also by absolute index only.
     *
     * @throws IllegalStateException if the elements are not {@link ElementType#FLOAT32}
     */
    public FloatBuffer floats() {
        if (floats == null) {
            throw new IllegalStateException("%s is not of type FLOAT32".formatted(spec));
        }
        return floats;
    }

    /**
     * Reads consecutive elements as the real numbers that they stand for.
     *
     * @param first the index of the first element
     * @param into filled
     * @throws IndexOutOfBoundsException if there are not that many elements
     */
    public void read(int first, float[] into) {
        if (floats != null) {
            floats.get(first, into);
            return;
        }
        for (int i = 0; i < into.length; i++) {
            into[i] = (float) real(first + i);
        }
    }

    private double real(int index) {
        return switch (spec.type()) {
            case FLOAT32 -> bytes.getFloat(index * 4);
            case FLOAT16 -> Float.float16ToFloat(bytes.getShort(index * 2));
            case FLOAT64 -> bytes.getDouble(index * 8);
            case INT8 -> real(bytes.get(index), spec);
            case UINT8 -> real(bytes.get(index) & 0xFF, spec);
            case INT16 -> real(bytes.getShort(index * 2), spec);
            case INT32 -> real(bytes.getInt(index * 4), spec);
            case INT64 -> bytes.getLong(index * 8);
            case BOOL -> bytes.get(index) == 0 ? 0 : 1;
            case STRING -> throw new IllegalStateException("text is never allocated");
        };
    }

    private static double real(int whole, TensorSpec spec) {
        return spec.quantisation().isPresent() ? spec.quantisation().get().real(whole) : whole;
    }

    @Override
    public String toString() {
        return "Tensor[" + spec + "]";
    }
}
