package io.fieldloop.models.onnx;

/** One axis of a tensor's declared shape. */
public sealed interface Dimension {

    /** An axis of a size that never changes. */
    record Fixed(long size) implements Dimension {
        public Fixed {
            if (size < 0) {
                throw new IllegalArgumentException("a fixed axis must not be negative, but is " + size);
            }
        }
    }

    /** An axis whose size is known only when the model runs, such as the batch. */
    record Named(String name) implements Dimension {
        public Named {
            if (name.isBlank()) {
                throw new IllegalArgumentException("a named axis must have a name");
            }
        }
    }

    static Dimension of(long size) {
        return new Fixed(size);
    }

    static Dimension named(String name) {
        return new Named(name);
    }
}
