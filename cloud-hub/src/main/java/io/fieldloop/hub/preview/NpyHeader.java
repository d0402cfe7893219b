package io.fieldloop.hub.preview;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before the elements of a tensor in a file of NumPy.
 *
 * @param type of the elements
 * @param order of the bytes of an element
 * @param shape the length of each axis, the slowest first
 * @param sizeBytes of all that stands before the elements
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">The NPY format, versions 1 to 3</a>
 */
record NpyHeader(NpyType type, ByteOrder order, List<Long> shape, int sizeBytes) {
    private static final byte[] SIGNATURE = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LENGTH_AT = 8;
    private static final int MAX_TEXT_BYTES = 1 << 16;
    private static final int MAX_AXES = 64;
    private static final Pattern TYPE = Pattern.compile("'descr': *'([<>|=]?)(\\w+)'");
    private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([0-9, ]*)\\)");
    private static final Map<String, NpyType> TYPES = NpyType.byCode();

    static NpyHeader read(byte[] file) throws UnreadableException {
        if (file.length < LENGTH_AT + Integer.BYTES
                || !Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
            throw new UnreadableException("this is no file of NumPy (NPY)");
        }
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        boolean isFirstVersion = file[SIGNATURE.length] == 1;
        int textAt = LENGTH_AT + (isFirstVersion ? Short.BYTES : Integer.BYTES);
        long length = isFirstVersion
                ? Short.toUnsignedInt(bytes.getShort(LENGTH_AT))
                : Integer.toUnsignedLong(bytes.getInt(LENGTH_AT));
        if (length > Math.min(MAX_TEXT_BYTES, file.length - textAt)) {
            throw new UnreadableException("the header of the tensor is damaged or cut off");
        }
        return of(new String(file, textAt, (int) length, StandardCharsets.ISO_8859_1), textAt + (int) length);
    }

    private static NpyHeader of(String text, int sizeBytes) throws UnreadableException {
        Matcher type = TYPE.matcher(text);
        Matcher shape = SHAPE.matcher(text);
        if (!type.find() || !shape.find()) {
            throw new UnreadableException("the header of the tensor tells no plain type and shape");
        }
        NpyType known = TYPES.get(type.group(2));
        if (known == null) {
            throw new UnreadableException(
                    "elements of type '%s' are not read".formatted(ShownText.of(type.group(2), 20)));
        }
        ByteOrder order = type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new NpyHeader(known, order, axes(shape.group(1)), sizeBytes);
    }

    private static List<Long> axes(String text) throws UnreadableException {
        try {
            List<Long> axes = Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(each -> !each.isEmpty())
                    .limit(MAX_AXES + 1L)
                    .map(Long::valueOf)
                    .toList();
            if (axes.size() <= MAX_AXES) {
                return axes;
            }
        } catch (NumberFormatException _) {
            // as too many axes
        }
        throw new UnreadableException("no tensor has the shape that the header tells");
    }

    /**
     * How many elements there are.
     *
     * @throws UnreadableException if the file does not hold exactly so many
     */
    long count(long fileBytes) throws UnreadableException {
        try {
            long count = shape.stream().reduce(1L, Math::multiplyExact);
            if (Math.multiplyExact(count, type.sizeBytes()) == fileBytes - sizeBytes) {
                return count;
            }
        } catch (ArithmeticException _) {
            // far more than any file holds
        }
        throw new UnreadableException("the file does not hold %s elements of %s, as its header tells"
                .formatted(TensorReading.product(shape), type.shown()));
    }
}
