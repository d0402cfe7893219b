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
     * @throws IllegalArgumentException if the name is empty, there are too many axes, the length of an axis is below 0 and
     *     not {@link #FREE}, the fixed axes alone exceed {@link #MAX_SIZE_BYTES}, or the quantisation has another number of
     *     scales than its axis is long
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
            if (length < FREE || sizeBytes > MAX_SIZE_BYTES) {
                throw new IllegalArgumentException(
                        "tensor '%s' has the impossible shape %s; axes are %d or at least 0, all together at most %d bytes"
                                .formatted(name, shape, FREE, MAX_SIZE_BYTES));
            }
        }
        if (quantisation.isPresent()) {
            requireScales(name, shape, quantisation.get());
        }
    }

    private static void requireScales(String name, List<Integer> shape, Quantisation quantisation) {
        int scales = quantisation.scales().size();
        if (scales > 1 && (quantisation.axis() >= shape.size() || shape.get(quantisation.axis()) != scales)) {
            throw new IllegalArgumentException("tensor '%s' of shape %s cannot have %d scales along axis %d"
                    .formatted(name, shape, scales, quantisation.axis()));
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
        int product = 1;
        for (int length : shape) {
            product *= length;
        }
        return product;
    }

    /**
     * Where on one axis an element stands.
     *
     * @param element counted with the last axis fastest
     */
    int index(int element, int axis) {
        int stride = 1;
        for (int i = shape.size() - 1; i > axis; i--) {
            stride *= shape.get(i);
        }
        return shape.isEmpty() ? 0 : element / stride % shape.get(axis);
    }

    /**
     * What all elements take; 0 for text.
     *
     * @throws IllegalStateException if an axis is {@link #FREE}
     */
    public int sizeBytes() {
        return elementCount() * type.sizeBytes();
    }

    /**
     * The same with another shape.
     *
     * @throws IllegalArgumentException if no tensor can have it
     */
    public TensorSpec withShape(List<Integer> other) {
        return new TensorSpec(name, type, other, quantisation);
    }

    /** Whether the other shape has as many axes, each as long as here or here {@link #FREE}. */
    public boolean allows(List<Integer> other) {
        if (other.size() != shape.size()) {
            return false;
        }
        for (int axis = 0; axis < shape.size(); axis++) {
            int length = shape.get(axis);
            if (length != FREE && length != other.get(axis)) {
                return false;
            }
        }
        return true;
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
