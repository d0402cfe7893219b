package io.fieldloop.models.catalogue;

import java.io.IOException;

/** A package client of the user's did not do what it was asked to; the message says what was asked and what it answered. */
final class ClientException extends IOException {

    ClientException(String message) {
        super(message);
    }

    ClientException(String message, Throwable cause) {
        super(message, cause);
    }
}
