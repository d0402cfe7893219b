package io.fieldloop.models.readings;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A tensor in a file of NumPy.
 *
 * @param type of the elements
 * @param shape the length of each axis, the slowest first
 * @param rowMajor whether the last axis is the fastest, as NumPy has it unless told otherwise; otherwise the first is
 * @param count how many elements there are
 * @param elements their bytes, in their order
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">The NPY format, versions 1 to 3</a>
 */
public record NpyFile(NpyType type, List<Long> shape, boolean rowMajor, int count, ByteBuffer elements) {
    /** Of such a file. */
    public static final String MEDIA_TYPE = "application/x-npy";

    private static final byte[] SIGNATURE = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LENGTH_AT = 8;
    private static final int MAX_TEXT_BYTES = 1 << 16;
    private static final int MAX_AXES = 64;
    private static final int MAX_SHOWN = 20;
    private static final Pattern TYPE = Pattern.compile("'descr': *'([<>|=]?)(\\w+)'");
    private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([0-9, ]*)\\)");
    private static final Pattern COLUMN_MAJOR = Pattern.compile("'fortran_order': *True");
    private static final Map<String, NpyType> TYPES = NpyType.byCode();

    /** Whether a file says of itself that it is one. */
    public static boolean isOne(byte[] file) {
        return file.length >= SIGNATURE.length
                && Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    /**
     * Reads a file.
     *
     * @throws ReadingsException if it is none, is damaged or cut off, or has elements that are no numbers
     */
    public static NpyFile read(byte[] file) throws ReadingsException {
        if (!isOne(file) || file.length < LENGTH_AT + Integer.BYTES) {
            throw new ReadingsException("this is no file of NumPy (NPY)");
        }
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        boolean isFirstVersion = file[SIGNATURE.length] == 1;
        int textAt = LENGTH_AT + (isFirstVersion ? Short.BYTES : Integer.BYTES);
        long length = isFirstVersion
                ? Short.toUnsignedInt(bytes.getShort(LENGTH_AT))
                : Integer.toUnsignedLong(bytes.getInt(LENGTH_AT));
        if (length > Math.min(MAX_TEXT_BYTES, file.length - textAt)) {
            throw new ReadingsException("the header of the tensor is damaged or cut off");
        }
        String header = new String(file, textAt, (int) length, StandardCharsets.ISO_8859_1);
        return of(header, bytes.slice(textAt + (int) length, file.length - textAt - (int) length));
    }

    private static NpyFile of(String header, ByteBuffer elements) throws ReadingsException {
        Matcher type = TYPE.matcher(header);
        Matcher shape = SHAPE.matcher(header);
        if (!type.find() || !shape.find()) {
            throw new ReadingsException("the header of the tensor tells no plain type and shape");
        }
        String code = type.group(2);
        NpyType known = TYPES.get(code);
        if (known == null) {
            throw new ReadingsException("elements of type '%s' are not read"
                    .formatted(code.substring(0, Math.min(MAX_SHOWN, code.length()))));
        }
        List<Long> axes = axes(shape.group(1));
        ByteOrder order = type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        boolean rowMajor = !COLUMN_MAJOR.matcher(header).find();
        return new NpyFile(known, axes, rowMajor, count(axes, known, elements.capacity()), elements.order(order));
    }

    private static List<Long> axes(String text) throws ReadingsException {
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
        throw new ReadingsException("no tensor has the shape that the header tells");
    }

    private static int count(List<Long> shape, NpyType type, int elementBytes) throws ReadingsException {
        try {
            long count = shape.stream().reduce(1L, Math::multiplyExact);
            if (Math.multiplyExact(count, type.sizeBytes()) == elementBytes) {
                return (int) count;
            }
        } catch (ArithmeticException _) {
            // far more than any file holds
        }
        throw new ReadingsException("the file does not hold %s elements of %s, as its header tells"
                .formatted(shape.stream().map(String::valueOf).collect(Collectors.joining(" × ")), type.shown()));
    }

    /** An element, rounded if a double has too few digits for it. */
    public double at(int index) {
        return type.read(elements, index);
    }

    /**
     * The same as rows along its first axis; all other axes together are the columns. A vector is one row.
     *
     * @throws ReadingsException if it is empty, has too many numbers or columns, or its first axis is the fastest
     */
    Readings readings() throws ReadingsException {
        if (count == 0 || count > Readings.MAX_NUMBERS) {
            throw new ReadingsException(
                    "it has %d numbers; readings have 1 to %d".formatted(count, Readings.MAX_NUMBERS));
        }
        if (!rowMajor && shape.size() > 1) {
            throw new ReadingsException(
                    "its first axis is the fastest (fortran_order); save it by numpy.ascontiguousarray");
        }
        int rows = shape.size() < 2 ? 1 : Math.toIntExact(shape.getFirst());
        if (count / rows > Readings.MAX_TENSOR_COLUMNS) {
            throw new ReadingsException(
                    "it has %d columns; readings have at most %d".formatted(count / rows, Readings.MAX_TENSOR_COLUMNS));
        }
        List<double[]> columns = new ArrayList<>();
        for (int column = 0; column < count / rows; column++) {
            double[] values = new double[rows];
            for (int row = 0; row < rows; row++) {
                values[row] = at(row * (count / rows) + column);
            }
            columns.add(values);
        }
        return new Readings(Readings.numbered(columns.size()), false, columns, rows);
    }
}
