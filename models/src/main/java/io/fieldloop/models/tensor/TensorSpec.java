package io.fieldloop.models.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How one input or output of a model looks.
 *
 * @param name by which the model knows it
 * @param type of its elements
 * @param shape the length of each axis, the slowest first; {@link #FREE} where it is known only when the model runs
 * @param quantisation what whole elements stand for; empty where elements are the numbers themselves
 */
public record TensorSpec(String name, ElementType type, List<Integer> shape, Optional<Quantisation> quantisation) {
    /** Stands in a shape for a length that is known only when the model runs. */
    public static final int FREE = -1;

    /** The most axes that a tensor may have. */
    public static final int MAX_RANK = 8;

    /** The largest tensor. */
    public static final int MAX_SIZE_BYTES = 1 << 30;

    /**
     * Takes a copy of the shape and checks it.
     *
     * @throws IllegalArgumentException if the name is empty, there are too many axes, an axis is neither {@link #FREE} nor
     *     at least 1 long, or the fixed axes alone exceed {@link #MAX_SIZE_BYTES}
     */
    public TensorSpec {
        shape = List.copyOf(shape);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a tensor must have a name");
        }
        if (shape.size() > MAX_RANK) {
            throw new IllegalArgumentException(
                    "tensor '%s' has %d axes; at most %d are supported".formatted(name, shape.size(), MAX_RANK));
        }
        long sizeBytes = Math.max(1, type.sizeBytes());
        for (int length : shape) {
            sizeBytes *= length == FREE ? 1 : length;
            if (length < FREE || length == 0 || sizeBytes > MAX_SIZE_BYTES) {
                throw new IllegalArgumentException(
                        "tensor '%s' has the impossible shape %s; axes are %d or at least 1, all together at most %d bytes"
                                .formatted(name, shape, FREE, MAX_SIZE_BYTES));
            }
        }
    }

    /** A tensor whose elements are the numbers themselves. */
    public TensorSpec(String name, ElementType type, List<Integer> shape) {
        this(name, type, shape, Optional.empty());
    }

    /** Whether no axis is {@link #FREE}. */
    public boolean isFixed() {
        return !shape.contains(FREE);
    }

    /**
     * How many elements there are.
     *
     * @throws IllegalStateException if an axis is {@link #FREE}
     */
    public int elementCount() {
        if (!isFixed()) {
            throw new IllegalStateException("tensor '%s' has a free axis: %s".formatted(name, shape));
        }
        return shape.stream().reduce(1, (product, length) -> product * length);
    }

    /**
     * What all elements take.
     *
     * @throws IllegalStateException if an axis is {@link #FREE}
     */
    public int sizeBytes() {
        return elementCount() * type.sizeBytes();
    }

    /** The same with another shape. */
    public TensorSpec withShape(List<Integer> other) {
        return new TensorSpec(name, type, other, quantisation);
    }

    /** The same with the first axis, where it is {@link #FREE}, of this length. */
    public TensorSpec withBatch(int batch) {
        if (shape.isEmpty() || shape.getFirst() != FREE) {
            return this;
        }
        List<Integer> lengths = new ArrayList<>(shape);
        lengths.set(0, batch);
        return withShape(lengths);
    }

    /** Such as {@code logits FLOAT32[-1, 10]}. */
    @Override
    public String toString() {
        return name + " " + type + shape;
    }
}
