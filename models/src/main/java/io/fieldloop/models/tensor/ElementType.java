package io.fieldloop.models.tensor;

/** The type of a tensor's elements. */
public enum ElementType {
    FLOAT32(4),
    FLOAT16(2),
    FLOAT64(8),
    INT8(1),
    UINT8(1),
    INT16(2),
    INT32(4),
    INT64(8),
    BOOL(1),
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
