package io.fieldloop.agent.source;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes a process's output apart into images. One thread. */
interface Frames {
    /**
     * The next image; null at the end of the output.
     *
     * @throws IOException if the output is not what was declared, ends within an image, or has one that is too large
     */
    @Nullable Input next() throws IOException;
}
