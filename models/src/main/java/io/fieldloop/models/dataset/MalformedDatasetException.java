package io.fieldloop.models.dataset;

import java.io.IOException;

/** A file of a data set does not hold what it should; the message names the file and what is wrong with it. */
public final class MalformedDatasetException extends IOException {

    MalformedDatasetException(String message) {
        super(message);
    }

    MalformedDatasetException(String message, Throwable cause) {
        super(message, cause);
    }
}
