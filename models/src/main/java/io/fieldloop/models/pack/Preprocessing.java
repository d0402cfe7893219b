package io.fieldloop.models.pack;

import java.util.List;

/** How what a device takes in becomes the input of a model. */
public sealed interface Preprocessing {
    /**
     * How an image becomes the input of a model.
     *
     * <p>The image is fitted to {@code width × height}, its channel values rounded to whole numbers 0 to 255, and each becomes
     *
     * <pre>
     *   value = (channel / 255 × scale − mean) / deviation
     * </pre>
     *
     * computed in double precision and then rounded to the input's type: to the nearest float, or to the nearest whole number
     * within the type's range. Where the input is quantised, the whole number is the one that stands for {@code value}.
     *
     * @param width of the input in pixels
     * @param height of the input in pixels
     * @param colour which channels there are
     * @param layout in which order the values stand
     * @param fit how an image of another size or shape is made to fit
     * @param scale 1 for values 0 to 1, 255 for values 0 to 255
     * @param mean one for each channel
     * @param deviation one for each channel, above 0
     */
    record OfImages(
            int width,
            int height,
            Colour colour,
            Layout layout,
            Fit fit,
            double scale,
            List<Double> mean,
            List<Double> deviation)
            implements Preprocessing {
        /** The longest side of an input, in pixels. */
        public static final int MAX_SIDE = 8_192;

        /**
         * Takes copies of the lists.
         *
         * @throws IllegalArgumentException if a side is not 1 to {@link #MAX_SIDE}, a number is not finite, there are not as
         *     many means and deviations as channels, or the scale or a deviation is not above 0
         */
        public OfImages {
            mean = List.copyOf(mean);
            deviation = List.copyOf(deviation);
            if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
                throw new IllegalArgumentException("an input must be 1 to %d pixels wide and high, not %d x %d"
                        .formatted(MAX_SIDE, width, height));
            }
            if (mean.size() != colour.channels() || deviation.size() != colour.channels()) {
                throw new IllegalArgumentException("%s needs %d means and deviations, not %d and %d"
                        .formatted(colour, colour.channels(), mean.size(), deviation.size()));
            }
            if (!isPositive(scale) || !deviation.stream().allMatch(Preprocessing::isPositive)) {
                throw new IllegalArgumentException("the scale and every deviation must be above 0");
            }
            if (!mean.stream().allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("every mean must be a finite number");
            }
        }
    }

    /**
     * How sound becomes the input of a model, or of the first of a chain: it sees a frame of samples, then the one that begins
     * {@code hop} samples later, and so on.
     *
     * @param sampleRate samples a second, {@link #MIN_SAMPLE_RATE} to {@link #MAX_SAMPLE_RATE}
     * @param fullScale what the model is given for the loudest sample: 32768 if it takes 16-bit samples as they are, 1 if it
     *     takes −1 to 1
     * @param frame in samples, 1 to {@link #MAX_FRAME}
     * @param hop in samples, 1 to {@code frame}
     */
    record OfSound(int sampleRate, double fullScale, int frame, int hop) implements Preprocessing {
        /** As telephones have. */
        public static final int MIN_SAMPLE_RATE = 8_000;

        /** As studios have. */
        public static final int MAX_SAMPLE_RATE = 192_000;

        /** The longest frame, in samples. */
        public static final int MAX_FRAME = 1 << 20;

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one is out of bounds
         */
        public OfSound {
            if (sampleRate < MIN_SAMPLE_RATE || sampleRate > MAX_SAMPLE_RATE) {
                throw new IllegalArgumentException("sampleRate must be within %d to %d a second, not %d"
                        .formatted(MIN_SAMPLE_RATE, MAX_SAMPLE_RATE, sampleRate));
            }
            if (!isPositive(fullScale)) {
                throw new IllegalArgumentException("fullScale must be above 0, not %s".formatted(fullScale));
            }
            if (frame < 1 || frame > MAX_FRAME || hop < 1 || hop > frame) {
                throw new IllegalArgumentException(
                        "frame must be within 1 to %d and hop within 1 to frame, not %d and %d"
                                .formatted(MAX_FRAME, frame, hop));
            }
        }
    }

    /**
     * How readings of sensors, or the numbers of a tensor, become the input of a model: of their last {@code rows} rows, each number
     * becomes
     *
     * <pre>
     *   value = (reading − mean) / deviation
     * </pre>
     *
     * computed in double precision and then rounded to the input's type as those of images are. A reading that is missing counts as the
     * mean.
     *
     * @param rows of a window, 1 or more
     * @param columns their names in the order of the input, each once; readings without names have as many columns in this order
     * @param order in which the numbers stand
     * @param mean one for each column
     * @param deviation one for each column, above 0
     */
    record OfReadings(int rows, List<String> columns, Order order, List<Double> mean, List<Double> deviation)
            implements Preprocessing {
        /** The most numbers of a window. */
        public static final int MAX_NUMBERS = 1 << 20;

        /**
         * Takes copies of the lists.
         *
         * @throws IllegalArgumentException if there are too few or too many numbers, a name stands twice or is blank, there are not as many
         *     means and deviations as columns, one is not finite, or a deviation is not above 0
         */
        public OfReadings {
            columns = List.copyOf(columns);
            mean = List.copyOf(mean);
            deviation = List.copyOf(deviation);
            if (rows < 1 || columns.isEmpty() || (long) rows * columns.size() > MAX_NUMBERS) {
                throw new IllegalArgumentException("a window has 1 to %d numbers, not %d rows of %d columns"
                        .formatted(MAX_NUMBERS, rows, columns.size()));
            }
            if (columns.stream().anyMatch(String::isBlank)
                    || columns.stream().distinct().count() != columns.size()) {
                throw new IllegalArgumentException("every column must have a name of its own, not " + columns);
            }
            if (mean.size() != columns.size() || deviation.size() != columns.size()) {
                throw new IllegalArgumentException("%d columns need as many means and deviations, not %d and %d"
                        .formatted(columns.size(), mean.size(), deviation.size()));
            }
            if (!mean.stream().allMatch(Double::isFinite) || !deviation.stream().allMatch(Preprocessing::isPositive)) {
                throw new IllegalArgumentException("every mean must be a finite number, and every deviation above 0");
            }
        }
    }

    private static boolean isPositive(double number) {
        return number > 0 && Double.isFinite(number);
    }

    /** In which order the numbers of a window stand in an input, the slowest axis first. */
    enum Order {
        /** Batch, row, column: moment by moment. */
        ROWS_FIRST,
        /** Batch, column, row: sensor by sensor. */
        COLUMNS_FIRST
    }

    /** Which channels an input has. */
    enum Colour {
        /** One: {@code round(0.299 red + 0.587 green + 0.114 blue)} (ITU-R BT.601); a grey pixel keeps its value. */
        GREY(1),
        /** Three: red, green, blue. */
        RGB(3);

        private final int channels;

        Colour(int channels) {
            this.channels = channels;
        }

        /** How many values a pixel has. */
        public int channels() {
            return channels;
        }
    }

    /** In which order the values of an input stand, the slowest axis first. */
    enum Layout {
        /** Batch, channel, row, column. */
        NCHW,
        /** Batch, row, column, channel. */
        NHWC
    }

    /** How an image of another shape is made to fit. */
    enum Fit {
        /** Each axis is scaled on its own; nothing is lost but the proportions. */
        STRETCH,
        /** The largest centred part with the right proportions is scaled; the rest is cut off. */
        CROP,
        /** The whole image is scaled in proportion and centred; what stays free is black. */
        LETTERBOX
    }
}
