package io.fieldloop.models.readings;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types of elements that are read, by the codes that NumPy has for them. */
public enum NpyType {
    BOOL("b1", 1),
    INT8("i1", 1),
    UINT8("u1", 1),
    INT16("i2", 2),
    UINT16("u2", 2),
    FLOAT16("f2", 2),
    INT32("i4", 4),
    UINT32("u4", 4),
    FLOAT32("f4", 4),
    INT64("i8", 8),
    UINT64("u8", 8),
    FLOAT64("f8", 8);

    private final String code;
    private final int sizeBytes;

    NpyType(String code, int sizeBytes) {
        this.code = code;
        this.sizeBytes = sizeBytes;
    }

    static Map<String, NpyType> byCode() {
        return Arrays.stream(values()).collect(Collectors.toMap(type -> type.code, Function.identity()));
    }

    int sizeBytes() {
        return sizeBytes;
    }

    /** As people call it. */
    public String shown() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** An element, rounded if a double has too few digits for it. */
    double read(ByteBuffer elements, int index) {
        int at = index * sizeBytes;
        return switch (this) {
            case BOOL -> elements.get(at) == 0 ? 0 : 1;
            case INT8 -> elements.get(at);
            case UINT8 -> Byte.toUnsignedInt(elements.get(at));
            case INT16 -> elements.getShort(at);
            case UINT16 -> Short.toUnsignedInt(elements.getShort(at));
            case FLOAT16 -> Float.float16ToFloat(elements.getShort(at));
            case INT32 -> elements.getInt(at);
            case UINT32 -> Integer.toUnsignedLong(elements.getInt(at));
            case FLOAT32 -> elements.getFloat(at);
            case INT64 -> elements.getLong(at);
            case UINT64 -> Double.parseDouble(Long.toUnsignedString(elements.getLong(at)));
            case FLOAT64 -> elements.getDouble(at);
        };
    }
}
