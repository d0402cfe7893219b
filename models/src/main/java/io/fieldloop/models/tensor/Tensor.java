package io.fieldloop.models.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Memory outside of the Java heap that holds a tensor and that native code reads and writes in place; only text stands on the
 * heap. One thread at a time.
 *
 * <p>An output whose shape is known only when the model has run is the same object before and after, but looks as
 * {@link #spec()} says only once it ran, and may look different after the next run.
 */
public final class Tensor {
    private static final String[] NO_TEXTS = {};

    private TensorSpec spec;
    private @Nullable ByteBuffer bytes;
    private @Nullable FloatBuffer floats;
    private String[] texts = NO_TEXTS;

    private Tensor(TensorSpec spec) {
        this.spec = spec;
    }

    /**
     * Allocates zeros, or empty texts.
     *
     * @throws IllegalStateException if an axis of {@code fixed} is free
     */
    public static Tensor allocate(TensorSpec fixed) {
        var tensor = new Tensor(fixed);
        tensor.reallocate(fixed);
        return tensor;
    }

    /**
     * Uses memory that somebody else owns, from its start.
     *
     * @throws IllegalStateException if an axis of {@code fixed} is free
     * @throws IllegalArgumentException if its elements are text, or {@code memory} is not direct or of another size
     */
    public static Tensor over(TensorSpec fixed, ByteBuffer memory) {
        var tensor = new Tensor(fixed);
        tensor.move(fixed, memory);
        return tensor;
    }

    /** Nothing yet; the runtime that computes it calls {@link #reallocate} or {@link #move} when it knows the shape. */
    public static Tensor awaited(TensorSpec spec) {
        return new Tensor(spec);
    }

    /**
     * For runtimes: takes another shape, with zeros or empty texts.
     *
     * @throws IllegalStateException if an axis of {@code fixed} is free
     */
    public void reallocate(TensorSpec fixed) {
        if (fixed.type() == ElementType.STRING) {
            texts = new String[fixed.elementCount()];
            Arrays.fill(texts, "");
            spec = fixed;
        } else {
            move(fixed, ByteBuffer.allocateDirect(fixed.sizeBytes()));
        }
    }

    /**
     * For runtimes: looks at other memory from now on; otherwise as {@link #over}.
     *
     * @throws IllegalStateException if an axis of {@code fixed} is free
     * @throws IllegalArgumentException if its elements are text, or {@code memory} is not direct or of another size
     */
    public void move(TensorSpec fixed, ByteBuffer memory) {
        if (fixed.type() == ElementType.STRING) {
            throw new IllegalArgumentException(
                    "tensor '%s' holds text, which has no memory of its own".formatted(fixed.name()));
        }
        if (!memory.isDirect() || memory.capacity() != fixed.sizeBytes()) {
            throw new IllegalArgumentException("tensor '%s' needs %d bytes of direct memory, not %d"
                    .formatted(fixed.name(), fixed.sizeBytes(), memory.capacity()));
        }
        ByteBuffer whole = memory.duplicate().clear().order(ByteOrder.nativeOrder());
        bytes = whole;
        floats = fixed.type() == ElementType.FLOAT32 ? whole.asFloatBuffer() : null;
        spec = fixed;
    }

    /** How it looks. No axis is free, unless it is an output that is not computed yet. */
    public TensorSpec spec() {
        return spec;
    }

    /**
     * The memory itself, in native byte order. Read and write by absolute index only: the position is shared.
     *
     * @throws IllegalStateException if the elements are {@link ElementType#STRING}, or it is not computed yet
     */
    public ByteBuffer bytes() {
        if (bytes == null) {
            throw new IllegalStateException("%s has no memory: it holds text, or is not computed yet".formatted(spec));
        }
        return bytes;
    }

    /**
     * The same memory as {@link #bytes()}, also by absolute index only.
     *
     * @throws IllegalStateException if the elements are not {@link ElementType#FLOAT32}, or it is not computed yet
     */
    public FloatBuffer floats() {
        if (floats == null) {
            throw new IllegalStateException("%s is not of type FLOAT32, or not computed yet".formatted(spec));
        }
        return floats;
    }

    /**
     * The texts, the last axis fastest: the array itself, whose elements an input's user replaces.
     *
     * @throws IllegalStateException if the elements are not {@link ElementType#STRING}
     */
    public String[] texts() {
        if (spec.type() != ElementType.STRING) {
            throw new IllegalStateException("%s is not of type STRING".formatted(spec));
        }
        return texts;
    }

    /**
     * Reads consecutive elements as the real numbers that they stand for.
     *
     * @param first the index of the first element
     * @param into filled
     * @throws IndexOutOfBoundsException if there are not that many elements
     * @throws IllegalStateException if the elements are {@link ElementType#STRING}, or it is not computed yet
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
        double number = number(index);
        return spec.quantisation().isEmpty()
                ? number
                : spec.quantisation()
                        .get()
                        .real(
                                number,
                                spec.index(index, spec.quantisation().get().axis()));
    }

    private double number(int index) {
        ByteBuffer memory = bytes();
        return switch (spec.type()) {
            case FLOAT32 -> memory.getFloat(index * 4);
            case FLOAT16 -> Float.float16ToFloat(memory.getShort(index * 2));
            case BFLOAT16 -> Float.intBitsToFloat(memory.getShort(index * 2) << 16);
            case FLOAT64 -> memory.getDouble(index * 8);
            case INT8 -> memory.get(index);
            case UINT8 -> Byte.toUnsignedInt(memory.get(index));
            case INT16 -> memory.getShort(index * 2);
            case UINT16 -> Short.toUnsignedInt(memory.getShort(index * 2));
            case INT32 -> memory.getInt(index * 4);
            case UINT32 -> Integer.toUnsignedLong(memory.getInt(index * 4));
            case INT64 -> memory.getLong(index * 8);
            case UINT64 -> unsigned(memory.getLong(index * 8));
            case BOOL -> memory.get(index) == 0 ? 0 : 1;
            case STRING -> throw new IllegalStateException("text has no memory");
        };
    }

    private static double unsigned(long whole) {
        return (whole >>> 1) * 2.0 + (whole & 1);
    }

    @Override
    public String toString() {
        return "Tensor[" + spec + "]";
    }
}
