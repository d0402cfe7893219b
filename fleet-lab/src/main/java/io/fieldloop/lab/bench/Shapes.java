package io.fieldloop.lab.bench;

import java.util.List;
import java.util.stream.Stream;

/** The shapes of a model's inputs on a command line: the axes with commas between them, {@code -} for a scalar. */
final class Shapes {
    private Shapes() {}

    static List<List<Integer>> parse(List<String> texts) {
        return texts.stream().map(Shapes::parse).toList();
    }

    private static List<Integer> parse(String text) {
        return text.equals("-")
                ? List.of()
                : Stream.of(text.split(",")).map(Integer::valueOf).toList();
    }
}
