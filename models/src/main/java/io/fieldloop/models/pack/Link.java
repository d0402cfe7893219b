package io.fieldloop.models.pack;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a model is joined to what comes before it. The one input that is neither carried nor constant takes that, and the one output
 * that is not carried is what comes of it.
 *
 * @param window of rows of the model before; empty for the first of a chain, which sees frames of sound, and for a model of images
 * @param carries the states that it keeps
 * @param constants what it must be told in each run
 */
public record Link(Optional<Window> window, List<Carry> carries, List<Constant> constants) {
    /** Of a model that comes first and has one input. */
    public static final Link NONE = new Link(Optional.empty(), List.of(), List.of());

    private static final int MAX_TENSORS = 64;

    /**
     * Takes copies of the lists.
     *
     * @throws IllegalArgumentException if there are too many, or an input or output is named twice
     */
    public Link {
        carries = List.copyOf(carries);
        constants = List.copyOf(constants);
        requireDifferent(Stream.concat(
                        carries.stream().map(Carry::input), constants.stream().map(Constant::input))
                .toList());
        requireDifferent(carries.stream().map(Carry::output).toList());
    }

    private static void requireDifferent(List<String> tensors) {
        if (tensors.size() > MAX_TENSORS || tensors.stream().distinct().count() != tensors.size()) {
            throw new IllegalArgumentException(
                    "at most %d tensors may be carried or constant, and each only once, not %s"
                            .formatted(MAX_TENSORS, tensors));
        }
    }

    /** A link by a window alone. */
    public static Link of(Window window) {
        return new Link(Optional.of(window), List.of(), List.of());
    }

    /** Whether nothing but what comes before goes into this input. */
    public boolean isFree(String input) {
        return carries.stream().noneMatch(carry -> carry.input().equals(input))
                && constants.stream().noneMatch(constant -> constant.input().equals(input));
    }

    /** Whether this output is kept for the next run. */
    public boolean isCarried(String output) {
        return carries.stream().anyMatch(carry -> carry.output().equals(output));
    }
}
