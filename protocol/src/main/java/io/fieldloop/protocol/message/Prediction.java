package io.fieldloop.protocol.message;

import java.util.List;

/** What a model said of one input. */
public sealed interface Prediction {
    /** How sure the model is of its first answer, 0 to 1; 0 when it gave none. Of a mask, the share of pixels that it is sure of. */
    double confidence();

    /** Whether the model gave no answer: it saw or heard nothing that it knows. */
    boolean isEmpty();

    /** The class of its first answer; "" when it gave none. */
    String firstLabel();

    /**
     * Classes, the likeliest first.
     *
     * @param classes may be fewer than the model knows
     */
    record Classified(List<ClassScore> classes) implements Prediction {
        /** Takes a copy of the classes. */
        public Classified {
            classes = List.copyOf(classes);
        }

        @Override
        public double confidence() {
            return classes.isEmpty() ? 0 : classes.getFirst().score();
        }

        @Override
        public String firstLabel() {
            return classes.isEmpty() ? "" : classes.getFirst().label();
        }

        @Override
        public boolean isEmpty() {
            return classes.isEmpty();
        }
    }

    /**
     * Objects found, the surest first.
     *
     * @param boxes empty when nothing was found
     */
    record Detected(List<Box> boxes) implements Prediction {
        /** Takes a copy of the boxes. */
        public Detected {
            boxes = List.copyOf(boxes);
        }

        @Override
        public double confidence() {
            return boxes.isEmpty() ? 0 : boxes.getFirst().score();
        }

        @Override
        public String firstLabel() {
            return boxes.isEmpty() ? "" : boxes.getFirst().label();
        }

        @Override
        public boolean isEmpty() {
            return boxes.isEmpty();
        }
    }

    /**
     * Which class each pixel belongs to.
     *
     * @param mask without a region where none of the classes was found
     */
    record Segmented(Mask mask) implements Prediction {
        @Override
        public double confidence() {
            return 1 - mask.uncertain();
        }

        @Override
        public String firstLabel() {
            return isEmpty() ? "" : mask.regions().getFirst().label();
        }

        @Override
        public boolean isEmpty() {
            return mask.regions().isEmpty();
        }
    }

    /**
     * A class and its probability.
     *
     * @param score 0 to 1
     */
    record ClassScore(String label, double score) {}

    /**
     * An object in an image.
     *
     * @param score 0 to 1
     * @param left of the box, as a share of the image's width; may lie outside 0 to 1 where an object is cut
     * @param top as a share of the height
     * @param width as a share of the width
     * @param height as a share of the height
     */
    record Box(String label, double score, double left, double top, double width, double height) {}
}
