package io.fieldloop.models.catalogue;

import java.io.IOException;

/** What came is not what was meant; the message says both. */
public final class WrongContentException extends IOException {

    WrongContentException(String what, Checksum expected, Checksum actual) {
        super(what + " must have " + expected + ", but what came has " + actual);
    }
}
