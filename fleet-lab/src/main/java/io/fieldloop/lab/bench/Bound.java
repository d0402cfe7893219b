package io.fieldloop.lab.bench;

/** What a figure has to keep within, in its own unit. */
sealed interface Bound {
    /** Whether a figure does. */
    boolean isKeptBy(double figure);

    /** It must not be more. */
    record AtMost(double most) implements Bound {
        @Override
        public boolean isKeptBy(double figure) {
            return figure <= most;
        }
    }

    /** It must not be less. */
    record AtLeast(double least) implements Bound {
        @Override
        public boolean isKeptBy(double figure) {
            return figure >= least;
        }
    }

    /** It is told, and promises nothing. */
    record None() implements Bound {
        @Override
        public boolean isKeptBy(double figure) {
            return true;
        }
    }
}
