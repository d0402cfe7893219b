package io.fieldloop.agent.source;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes a process's output apart into images or pieces of sound. One thread. */
interface Frames {
    /**
     * The next one; null at the end of the output.
     *
     * @throws IOException if the output is not what was declared, ends within one, or has one that is too large
     */
    @Nullable Input next() throws IOException;

    /** The last one went to nobody. */
    default void dropped() {}
}
