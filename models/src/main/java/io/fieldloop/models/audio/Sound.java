package io.fieldloop.models.audio;

/** Samples of 16 bits in one channel, never changed once a sound is made of them. */
public final class Sound {
    private final int sampleRate;
    private final short[] samples;

    /**
     * Takes the samples over without copying; the caller must not change them any more.
     *
     * @param sampleRate samples a second
     */
    public Sound(int sampleRate, short[] samples) {
        this.sampleRate = sampleRate;
        this.samples = samples;
    }

    /** Samples a second. */
    public int sampleRate() {
        return sampleRate;
    }

    /** Not a copy: must not be changed. */
    public short[] samples() {
        return samples;
    }

    /** How many samples there are. */
    public int length() {
        return samples.length;
    }
}
