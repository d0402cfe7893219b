package io.fieldloop.models.onnx;

import java.io.IOException;

/** The bytes are no ONNX model that may be used here; the message says what is wrong with them. */
public final class MalformedOnnxException extends IOException {

    MalformedOnnxException(String message) {
        super(message);
    }

    MalformedOnnxException(String message, Throwable cause) {
        super(message, cause);
    }
}
