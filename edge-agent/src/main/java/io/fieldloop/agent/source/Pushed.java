package io.fieldloop.agent.source;

/** What became of an image that was pushed. */
public sealed interface Pushed {
    /** The model was asked, and what was captured of the image is safe on the disk. */
    record Taken() implements Pushed {}

    /**
     * Nobody can read it, now or later; it is counted.
     *
     * @param why one sentence for a person
     */
    record Unreadable(String why) implements Pushed {}

    /**
     * It was not taken, and may be pushed again.
     *
     * @param why one sentence for a person
     */
    record Busy(String why) implements Pushed {}
}
