package io.fieldloop.models.runtime.onnx;

import java.io.IOException;

/** Bytes that are no message of ONNX; says why. */
final class MalformedProtobufException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedProtobufException(String detail) {
        super(detail);
    }
}
