package io.fieldloop.models.audio;

/** Reads the frames of a FLAC file of 16 bits in one or two channels (RFC 9639, section 9). One thread. */
final class FlacFrameReader {
    private static final int SYNCHRONISATION = 0x7FFC;
    private static final int BITS_IN_FILE_HEADER = 0;
    private static final int BITS_16 = 4;
    private static final int LEFT_SIDE = 8;
    private static final int SIDE_RIGHT = 9;
    private static final int MID_SIDE = 10;

    private final byte[] file;
    private final BitReader in;
    private final int channels;

    /**
     * Goes on after the header.
     *
     * @param in reads {@code file}
     */
    FlacFrameReader(byte[] file, BitReader in, FlacHeader header) {
        this.file = file;
        this.in = in;
        this.channels = header.channels();
    }

    /** Whether there is another frame. */
    boolean hasNext() {
        return in.hasMore();
    }

    /**
     * Reads a frame.
     *
     * @return as many samples of each channel
     * @throws AudioException if it is damaged or cut off
     */
    int[][] next() throws AudioException {
        int start = in.readBytes();
        require(in.read(15) == SYNCHRONISATION);
        in.read(1);
        int sizeCode = (int) in.read(4);
        int rateCode = (int) in.read(4);
        int form = (int) in.read(4);
        int bitsCode = (int) in.read(3);
        require(in.read(1) == 0 && (bitsCode == BITS_16 || bitsCode == BITS_IN_FILE_HEADER));
        require(form == channels - 1 || (channels == 2 && form >= LEFT_SIDE && form <= MID_SIDE));
        skipNumber();
        int size = size(sizeCode);
        skipRate(rateCode);
        check(FlacChecksum.HEADER, start);
        int[][] samples = new int[channels][];
        for (int channel = 0; channel < channels; channel++) {
            samples[channel] = FlacSubframe.read(in, size, bits(form, channel));
        }
        in.align();
        check(FlacChecksum.FRAME, start);
        separate(form, samples);
        return samples;
    }

    /** A difference takes a bit more. */
    private static int bits(int form, int channel) {
        boolean isDifference = form == SIDE_RIGHT ? channel == 0 : form >= LEFT_SIDE && channel == 1;
        return isDifference ? Short.SIZE + 1 : Short.SIZE;
    }

    private void skipNumber() throws AudioException {
        int ones = Integer.numberOfLeadingZeros(~(int) (in.read(8) << 24));
        require(ones != 1 && ones < 8);
        in.skipBytes(Math.max(0, ones - 1));
    }

    private int size(int code) throws AudioException {
        require(code != 0);
        return switch (code) {
            case 1 -> 192;
            case 2, 3, 4, 5 -> 144 << code;
            case 6 -> (int) in.read(8) + 1;
            case 7 -> (int) in.read(16) + 1;
            default -> 1 << code;
        };
    }

    /** What counts stands in the header of the file. */
    private void skipRate(int code) throws AudioException {
        require(code != 15);
        if (code >= 12) {
            in.skipBytes(code == 12 ? 1 : 2);
        }
    }

    private void check(FlacChecksum kind, int start) throws AudioException {
        int actual = kind.of(file, start, in.readBytes());
        require(in.read(kind.bits()) == actual);
    }

    /** Makes left and right of what stands for them (section 4.2). */
    private static void separate(int form, int[][] samples) throws AudioException {
        for (int i = 0; i < samples[0].length; i++) {
            int first = samples[0][i];
            int second = samples.length == 1 ? first : samples[1][i];
            switch (form) {
                case LEFT_SIDE -> samples[1][i] = first - second;
                case SIDE_RIGHT -> samples[0][i] = first + second;
                case MID_SIDE -> {
                    int sum = (first << 1) | (second & 1);
                    samples[0][i] = (sum + second) >> 1;
                    samples[1][i] = (sum - second) >> 1;
                }
                default -> {} // they are what they are
            }
            for (int[] channel : samples) {
                require(channel[i] == (short) channel[i]);
            }
        }
    }

    /** That the sound is whole so far. */
    static void require(boolean isRight) throws AudioException {
        if (!isRight) {
            throw new AudioException("the FLAC file is damaged");
        }
    }
}
