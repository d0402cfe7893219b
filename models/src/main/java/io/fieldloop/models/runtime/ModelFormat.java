package io.fieldloop.models.runtime;

/** The file formats of models. */
public enum ModelFormat {
    /** Open Neural Network Exchange, a protobuf {@code ModelProto}. */
    ONNX,
    /** TensorFlow Lite, a flatbuffer {@code TFL3}. */
    TFLITE
}
