package io.fieldloop.agent.serve;

import io.fieldloop.models.tensor.ElementType;
import java.util.Optional;

/** The element types of the Open Inference Protocol, by the names that it gives them. */
enum Datatype {
    BOOL(ElementType.BOOL),
    UINT8(ElementType.UINT8),
    UINT16(ElementType.UINT16),
    UINT32(ElementType.UINT32),
    UINT64(ElementType.UINT64),
    INT8(ElementType.INT8),
    INT16(ElementType.INT16),
    INT32(ElementType.INT32),
    INT64(ElementType.INT64),
    FP16(ElementType.FLOAT16),
    FP32(ElementType.FLOAT32),
    FP64(ElementType.FLOAT64),
    BF16(ElementType.BFLOAT16),
    BYTES(ElementType.STRING);

    private final ElementType type;

    Datatype(ElementType type) {
        this.type = type;
    }

    static Datatype of(ElementType type) {
        return switch (type) {
            case BOOL -> BOOL;
            case UINT8 -> UINT8;
            case UINT16 -> UINT16;
            case UINT32 -> UINT32;
            case UINT64 -> UINT64;
            case INT8 -> INT8;
            case INT16 -> INT16;
            case INT32 -> INT32;
            case INT64 -> INT64;
            case FLOAT16 -> FP16;
            case FLOAT32 -> FP32;
            case FLOAT64 -> FP64;
            case BFLOAT16 -> BF16;
            case STRING -> BYTES;
        };
    }

    static Optional<Datatype> named(String name) {
        for (Datatype datatype : values()) {
            if (datatype.name().equals(name)) {
                return Optional.of(datatype);
            }
        }
        return Optional.empty();
    }

    ElementType type() {
        return type;
    }
}
