package io.fieldloop.agent.deployment.trial;

import io.fieldloop.protocol.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * Words in the file of a good model, by which TensorFlow Lite takes down the process that loads or runs it.
 *
 * @param kernels with which it does: {@code cpu} or {@code xnnpack}
 * @param number by which it is told from the others of the same kernels
 * @param patches what is changed
 */
record TfliteCrasher(String kernels, int number, List<Patch> patches) {
    private static final String LIST = "tflite-crashers.txt";

    /** Bytes that stand at an offset of the file. */
    record Patch(int offset, Bytes bytes) {
        static Patch parse(String text) {
            String[] parts = text.split(":");
            return new Patch(
                    Integer.parseInt(parts[0]), Bytes.wrap(HexFormat.of().parseHex(parts[1])));
        }
    }

    /** All that are known. */
    static List<TfliteCrasher> all() {
        try (InputStream list = Objects.requireNonNull(TfliteCrasher.class.getResourceAsStream(LIST), LIST)) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(TfliteCrasher::parse)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static TfliteCrasher parse(String line) {
        List<String> words = Arrays.asList(line.split(" "));
        return new TfliteCrasher(
                words.get(0),
                Integer.parseInt(words.get(1)),
                words.subList(2, words.size()).stream().map(Patch::parse).toList());
    }

    /** A copy of the good file with its words changed. */
    byte[] in(byte[] good) {
        byte[] changed = good.clone();
        for (Patch patch : patches) {
            System.arraycopy(
                    patch.bytes().toArray(),
                    0,
                    changed,
                    patch.offset(),
                    patch.bytes().size());
        }
        return changed;
    }

    @Override
    public String toString() {
        return kernels + " " + number;
    }
}
