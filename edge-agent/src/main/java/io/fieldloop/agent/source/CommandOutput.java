package io.fieldloop.agent.source;

/** What a process writes to its standard output: images one after the other without anything between, readings, or sound. */
public sealed interface CommandOutput {
    /**
     * PNG and JPEG, told apart by their own marks.
     *
     * @param maxImageBytes the largest image
     */
    record Images(int maxImageBytes) implements CommandOutput {}

    /**
     * Bare pixels of red, green and blue, a byte each, row by row from the top; nothing in them tells where a frame begins.
     *
     * @param width in pixels
     * @param height in pixels
     */
    record Rgb24(int width, int height) implements CommandOutput {
        /** A frame of so many pixels can be kept as a PNG, whatever it shows. */
        public static final int MAX_PIXELS = 8 << 20;

        /**
         * Checks the size.
         *
         * @throws IllegalArgumentException if there is no pixel, or more than {@link #MAX_PIXELS}
         */
        public Rgb24 {
            if (width < 1 || height < 1 || (long) width * height > MAX_PIXELS) {
                throw new IllegalArgumentException("a frame has 1 to %d pixels".formatted(MAX_PIXELS));
            }
        }

        int frameBytes() {
            return 3 * width * height;
        }
    }

    /**
     * Sound of 16 bits in one or two channels.
     *
     * @param form how it is written
     * @param sampleRate samples a second
     * @param live whether it comes as fast as it is made, so that the process must not be held up
     */
    record Sound(SoundForm form, int sampleRate, boolean live) implements CommandOutput {}

    /**
     * Readings of sensors as CSV: a line for each moment, and before them a line of names, which may be left out. A window is given
     * whenever {@code hop} lines came since the last one.
     *
     * @param rows how many lines a window has, 1 to {@link #MAX_ROWS}
     * @param hop 1 to {@code rows}
     * @param live whether they come as fast as they are made, so that the process must not be held up
     */
    record Csv(int rows, int hop, boolean live) implements CommandOutput {
        /** The longest window. */
        public static final int MAX_ROWS = 100_000;

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one is out of bounds
         */
        public Csv {
            if (rows < 1 || rows > MAX_ROWS || hop < 1 || hop > rows) {
                throw new IllegalArgumentException(
                        "a window has 1 to %d rows, and its hop is 1 to its rows; not %d and %d"
                                .formatted(MAX_ROWS, rows, hop));
            }
        }
    }

    /** How sound is written. */
    sealed interface SoundForm {
        /** With a header that tells how long it is, if that is known, and how many channels it has. */
        record Wav() implements SoundForm {}

        /**
         * Samples alone, the lower byte first.
         *
         * @param channels 1 or 2
         */
        record S16le(int channels) implements SoundForm {}
    }

    /** Whether what the process writes is lost rather than waited for. */
    default boolean isLive() {
        return switch (this) {
            case Images _, Rgb24 _ -> false;
            case Csv csv -> csv.live();
            case Sound sound -> sound.live();
        };
    }
}
