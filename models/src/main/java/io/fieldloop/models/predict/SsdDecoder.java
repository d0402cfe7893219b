package io.fieldloop.models.predict;

import io.fieldloop.models.pack.Postprocessing.SsdBoxes;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.vision.Placement;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.Detected;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the boxes of a single shot detector. Each anchor speaks for its likeliest label; of boxes of one label that overlap
 * too much only the surest remains (greedy non-maximum suppression).
 */
final class SsdDecoder implements Decoder {
    private static final double CENTRE_VARIANCE = 0.1;
    private static final double SIZE_VARIANCE = 0.2;

    private final SsdBoxes ssd;
    private final List<String> labels;
    private final Tensor boxes;
    private final Tensor scores;
    private final double[] anchors;

    /** 1 where the first logit of an anchor is the background, otherwise 0. */
    private final int background;

    // Overwritten by each prediction, by anchor.
    private final float[] coded = new float[4];
    private final float[] logits;
    private final float[] bestLogit;
    private final int[] bestLabel;

    private SsdDecoder(SsdBoxes ssd, List<String> labels, Tensor boxes, Tensor scores, int background) {
        this.ssd = ssd;
        this.labels = labels;
        this.boxes = boxes;
        this.scores = scores;
        this.background = background;
        this.anchors = AnchorGrid.of(ssd.anchors());
        int count = anchors.length / 4;
        this.logits = new float[labels.size() + background];
        this.bestLogit = new float[count];
        this.bestLabel = new int[count];
    }

    static SsdDecoder of(SsdBoxes ssd, List<String> labels, Tensor boxes, Tensor scores) throws ModelException {
        long anchors = AnchorGrid.count(ssd.anchors());
        long logits = scores.spec().elementCount() / anchors;
        long background = logits - labels.size();
        if (boxes.spec().elementCount() != anchors * 4
                || scores.spec().elementCount() != anchors * logits
                || background < 0
                || background > 1) {
            throw new ModelException(
                    Reason.MANIFEST_MISMATCH,
                    "outputs %s and %s do not suit %d anchors and %d labels"
                            .formatted(boxes.spec(), scores.spec(), anchors, labels.size()));
        }
        return new SsdDecoder(ssd, labels, boxes, scores, (int) background);
    }

    @Override
    public Detected decode(Placement placement) throws ModelException {
        findLikeliestLabels();
        double leastLogit = Math.log(ssd.threshold() / (1 - ssd.threshold()));
        List<Found> found = new ArrayList<>();
        while (found.size() < ssd.count()) {
            int anchor = surest();
            if (!(bestLogit[anchor] >= leastLogit)) {
                break;
            }
            Found next = found(anchor);
            bestLogit[anchor] = Float.NEGATIVE_INFINITY;
            if (found.stream().noneMatch(other -> other.isSameObject(next, ssd.overlap()))) {
                found.add(next);
            }
        }
        return new Detected(found.stream().map(f -> box(f, placement)).toList());
    }

    private void findLikeliestLabels() throws ModelException {
        for (int anchor = 0; anchor < bestLabel.length; anchor++) {
            scores.read(anchor * logits.length, logits);
            int best = background;
            for (int i = background; i < logits.length; i++) {
                Activations.requireFinite(logits[i]);
                if (logits[i] > logits[best]) {
                    best = i;
                }
            }
            bestLabel[anchor] = best - background;
            bestLogit[anchor] = logits[best];
        }
    }

    private int surest() {
        int best = 0;
        for (int anchor = 1; anchor < bestLogit.length; anchor++) {
            if (bestLogit[anchor] > bestLogit[best]) {
                best = anchor;
            }
        }
        return best;
    }

    private Found found(int anchor) throws ModelException {
        boxes.read(anchor * 4, coded);
        double anchorHeight = anchors[anchor * 4 + 2];
        double anchorWidth = anchors[anchor * 4 + 3];
        double y = anchors[anchor * 4] + coded[0] * CENTRE_VARIANCE * anchorHeight;
        double x = anchors[anchor * 4 + 1] + coded[1] * CENTRE_VARIANCE * anchorWidth;
        double height = anchorHeight * Math.exp(coded[2] * SIZE_VARIANCE);
        double width = anchorWidth * Math.exp(coded[3] * SIZE_VARIANCE);
        Activations.requireFinite((float) (y + x + height + width));
        return new Found(
                bestLabel[anchor],
                Activations.sigmoid(bestLogit[anchor]),
                x - width / 2,
                y - height / 2,
                x + width / 2,
                y + height / 2);
    }

    private Box box(Found found, Placement placement) {
        double left = placement.imageX(found.left);
        double top = placement.imageY(found.top);
        return new Box(
                labels.get(found.label),
                found.score,
                left,
                top,
                placement.imageX(found.right) - left,
                placement.imageY(found.bottom) - top);
    }

    /** A box in the input. */
    private record Found(int label, double score, double left, double top, double right, double bottom) {
        boolean isSameObject(Found other, double overlap) {
            return label == other.label && shared(other) > overlap * (area() + other.area() - shared(other));
        }

        private double shared(Found other) {
            double width = Math.min(right, other.right) - Math.max(left, other.left);
            double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
            return Math.max(0, width) * Math.max(0, height);
        }

        private double area() {
            return (right - left) * (bottom - top);
        }
    }
}
