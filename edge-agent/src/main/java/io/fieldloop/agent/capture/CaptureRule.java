package io.fieldloop.agent.capture;

/** A declared reason to capture an input. */
public sealed interface CaptureRule {
    /** How it is called in configuration and in samples. */
    String name();

    /**
     * Captures a random share of all inputs, whatever the model says of them: an unbiased view of the field.
     *
     * @param share above 0 and at most 1
     */
    record RandomShare(double share) implements CaptureRule {
        /** The name of this rule. */
        public static final String NAME = "random";

        /**
         * Checks the share.
         *
         * @throws IllegalArgumentException if it is out of bounds
         */
        public RandomShare {
            if (!(share > 0 && share <= 1)) {
                throw new IllegalArgumentException("share must be above 0 and at most 1, not " + share);
            }
        }

        @Override
        public String name() {
            return NAME;
        }
    }

    /** Captures inputs in which the model found something: an object in an image, an event in sound. */
    record Found() implements CaptureRule {
        /** The name of this rule. */
        public static final String NAME = "found";

        @Override
        public String name() {
            return NAME;
        }
    }

    /**
     * Captures inputs of which the model is not sure. Sound in which it heard nothing is none of them.
     *
     * @param below a confidence, above 0 and at most 1; inputs with less are captured
     */
    record LowConfidence(double below) implements CaptureRule {
        /** The name of this rule. */
        public static final String NAME = "low-confidence";

        /**
         * Checks the bound.
         *
         * @throws IllegalArgumentException if it is out of bounds
         */
        public LowConfidence {
            if (!(below > 0 && below <= 1)) {
                throw new IllegalArgumentException("below must be above 0 and at most 1, not " + below);
            }
        }

        @Override
        public String name() {
            return NAME;
        }
    }
}
