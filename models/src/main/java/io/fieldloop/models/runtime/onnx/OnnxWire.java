package io.fieldloop.models.runtime.onnx;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks through an ONNX file as protobuf lays it out, to where tensors say in which file their elements are. Nothing is kept, and
 * weights are stepped over. A device has no library for protobuf; numbers are those of the fields in {@code onnx.proto}.
 */
final class OnnxWire {
    /** As deep as protobuf's own parsers go. */
    private static final int MAX_NESTING = 100;

    private static final int MAX_LOCATION_BYTES = 4_096;
    private static final int MAX_VARINT_BYTES = 10;

    private final MemorySegment file;
    private final List<String> locations = new ArrayList<>();
    private long position;

    private OnnxWire(MemorySegment file) {
        this.file = file;
    }

    /**
     * The files that tensors name, as they name them.
     *
     * @throws MalformedProtobufException if the file is none of protobuf, nests too deep, or holds no graph
     * @throws IOException if it cannot be read
     */
    static List<String> weightLocations(Path model) throws IOException {
        try (FileChannel channel = FileChannel.open(model);
                Arena arena = Arena.ofConfined()) {
            var wire = new OnnxWire(channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
            if (!wire.message(Message.MODEL, wire.file.byteSize(), 0)) {
                throw new MalformedProtobufException("it holds no graph");
            }
            return wire.locations;
        }
    }

    /** Those messages of ONNX that lead to tensors. */
    private enum Message {
        MODEL,
        GRAPH,
        FUNCTION,
        TRAINING,
        NODE,
        ATTRIBUTE,
        SPARSE_TENSOR,
        TENSOR,
        EXTERNAL_ENTRY;

        /** What stands in a field, or null if it leads nowhere. */
        @Nullable Message in(long field) {
            return switch (this) {
                case MODEL -> field == 7 ? GRAPH : field == 20 ? TRAINING : field == 25 ? FUNCTION : null;
                case GRAPH -> field == 1 ? NODE : field == 5 ? TENSOR : field == 15 ? SPARSE_TENSOR : null;
                case FUNCTION -> field == 7 ? NODE : field == 11 ? ATTRIBUTE : null;
                case TRAINING -> field == 1 || field == 2 ? GRAPH : null;
                case NODE -> field == 5 ? ATTRIBUTE : null;
                case ATTRIBUTE ->
                    field == 5 || field == 10
                            ? TENSOR
                            : field == 6 || field == 11 ? GRAPH : field == 22 || field == 23 ? SPARSE_TENSOR : null;
                case SPARSE_TENSOR -> field == 1 || field == 2 ? TENSOR : null;
                case TENSOR -> field == 13 ? EXTERNAL_ENTRY : null;
                case EXTERNAL_ENTRY -> null;
            };
        }
    }

    /** Reads the fields up to {@code end}; tells whether one of them leads further. */
    private boolean message(Message message, long end, int depth) throws MalformedProtobufException {
        if (depth > MAX_NESTING) {
            throw new MalformedProtobufException("its graphs are nested too deep");
        }
        boolean leads = false;
        while (position < end) {
            long tag = varint(end);
            if ((tag & 7) != 2) {
                skip((int) (tag & 7), end);
                continue;
            }
            long fieldEnd = fieldEnd(end);
            @Nullable Message inner = message.in(tag >>> 3);
            if (inner == Message.EXTERNAL_ENTRY) {
                entry(fieldEnd);
            } else if (inner != null) {
                message(inner, fieldEnd, depth + 1);
                leads = true;
            }
            position = fieldEnd;
        }
        return leads;
    }

    /** {@code StringStringEntryProto}; of the entries of a tensor that is kept elsewhere, {@code location} names the file. */
    private void entry(long end) throws MalformedProtobufException {
        boolean isLocation = false;
        String value = "";
        while (position < end) {
            long tag = varint(end);
            if ((tag & 7) != 2) {
                skip((int) (tag & 7), end);
                continue;
            }
            long textEnd = fieldEnd(end);
            if (tag >>> 3 == 1) {
                isLocation = text(textEnd).equals("location");
            } else if (tag >>> 3 == 2) {
                value = text(textEnd);
            }
            position = textEnd;
        }
        if (isLocation) {
            locations.add(value);
        }
    }

    private String text(long end) throws MalformedProtobufException {
        if (end - position > MAX_LOCATION_BYTES) {
            throw new MalformedProtobufException("it names a file by more than %d bytes".formatted(MAX_LOCATION_BYTES));
        }
        return new String(file.asSlice(position, end - position).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
    }

    private long fieldEnd(long end) throws MalformedProtobufException {
        long length = varint(end);
        if (length < 0 || length > end - position) {
            throw cutOff();
        }
        return position + length;
    }

    /** ONNX has no groups, the wire types 3 and 4. */
    private void skip(int wireType, long end) throws MalformedProtobufException {
        switch (wireType) {
            case 0 -> varint(end);
            case 1 -> position += 8;
            case 5 -> position += 4;
            default -> throw new MalformedProtobufException("it has fields of the unknown kind " + wireType);
        }
        if (position > end) {
            throw cutOff();
        }
    }

    private long varint(long end) throws MalformedProtobufException {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES && position < end; i++) {
            byte next = file.get(JAVA_BYTE, position++);
            value |= (next & 0x7FL) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw cutOff();
    }

    private MalformedProtobufException cutOff() {
        return new MalformedProtobufException("it is cut off or damaged at byte " + position);
    }
}
