package io.fieldloop.hub.preview;

import io.fieldloop.models.readings.NpyFile;
import io.fieldloop.models.readings.ReadingsException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A tensor becomes its type and shape, its lowest, mean and highest number, and a histogram. */
final class TensorReading {
    private static final int INTERVALS = 32;
    private static final double TOP = 72;
    private static final double BOTTOM = Drawing.HEIGHT - Drawing.MARGIN;

    private TensorReading() {}

    static Preview preview(byte[] medium) throws UnreadableException {
        try {
            Outline.OfTensor outline = outline(NpyFile.read(medium));
            return Preview.drawn(outline, drawing(outline));
        } catch (ReadingsException e) {
            throw new UnreadableException(e);
        }
    }

    private static Outline.OfTensor outline(NpyFile tensor) {
        int count = tensor.count();
        Envelope range = Envelope.of(count, tensor::at, 1);
        double min = range.min();
        double max = range.max();
        long[] histogram = new long[INTERVALS];
        long finite = 0;
        double mean = 0;
        for (int i = 0; i < count; i++) {
            double each = tensor.at(i);
            if (Double.isFinite(each)) {
                finite++;
                mean += each / finite - mean / finite;
                histogram[(int) Math.min(INTERVALS - 1, INTERVALS * Drawing.share(each, min, max))]++;
            }
        }
        boolean isEmpty = finite == 0;
        return new Outline.OfTensor(
                tensor.type().shown(),
                tensor.shape(),
                count,
                count - finite,
                Envelope.nullable(min),
                Envelope.nullable(max),
                isEmpty ? null : mean,
                isEmpty ? List.of() : Arrays.stream(histogram).boxed().toList());
    }

    private static Drawing drawing(Outline.OfTensor tensor) {
        Drawing drawing = new Drawing()
                .text(
                        Drawing.MARGIN,
                        Drawing.LINE_HEIGHT,
                        tensor.shape().isEmpty() ? tensor.type() : tensor.type() + "  " + product(tensor.shape()))
                .text(Drawing.MARGIN, 2 * Drawing.LINE_HEIGHT, range(tensor))
                .rule(BOTTOM);
        long highest =
                tensor.histogram().stream().mapToLong(Long::longValue).max().orElse(1);
        double width = (Drawing.WIDTH - 2 * Drawing.MARGIN) / INTERVALS;
        for (int i = 0; i < tensor.histogram().size(); i++) {
            double height = (BOTTOM - TOP) * tensor.histogram().get(i) / highest;
            drawing.bar(Drawing.MARGIN + i * width, width - 1, BOTTOM - height, BOTTOM);
        }
        return drawing;
    }

    private static String range(Outline.OfTensor tensor) {
        if (tensor.min() == null || tensor.mean() == null || tensor.max() == null) {
            return "no finite number";
        }
        String range = "%s to %s, mean %s"
                .formatted(Drawing.figure(tensor.min()), Drawing.figure(tensor.max()), Drawing.figure(tensor.mean()));
        return tensor.notFinite() == 0 ? range : range + ", %d not finite".formatted(tensor.notFinite());
    }

    /** A shape as people write it. */
    static String product(List<Long> shape) {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(" × "));
    }
}
