package io.fieldloop.models.tensor;

/** The type of a tensor's elements, which stand in memory in native byte order. */
public enum ElementType {
    FLOAT32(4),
    FLOAT16(2),
    /** The upper half of a {@link #FLOAT32}. */
    BFLOAT16(2),
    FLOAT64(8),
    INT8(1),
    UINT8(1),
    INT16(2),
    UINT16(2),
    INT32(4),
    UINT32(4),
    INT64(8),
    UINT64(8),
    /** One byte, 0 or 1. */
    BOOL(1),
    /** Text of any length, kept on the Java heap. */
    STRING(0);

    private final int sizeBytes;

    ElementType(int sizeBytes) {
        this.sizeBytes = sizeBytes;
    }

    /** What one element takes; 0 for {@link #STRING}, whose elements differ in length. */
    public int sizeBytes() {
        return sizeBytes;
    }
}
