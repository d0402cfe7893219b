package io.fieldloop.models.vision;

import io.fieldloop.models.pack.Preprocessing.Colour;
import io.fieldloop.models.pack.Preprocessing.OfImages;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes images into the input of a model. One thread at a time. */
public final class ImagePreprocessor {
    private final OfImages preprocessing;
    private final ElementType type;
    private final float[][] floats;
    private final byte[][] bytes;
    private final int[] row;
    private @Nullable Resize resize;

    /**
     * Prepares for an input.
     *
     * @param input four axes in the layout of the preprocessing, each of its length or free, the first of any length, of floats or
     *     whole numbers of 8 bits
     * @throws IllegalArgumentException if the input's shape or type does not suit the preprocessing
     */
    public ImagePreprocessor(OfImages preprocessing, TensorSpec input) {
        requireShape(preprocessing, input);
        this.preprocessing = preprocessing;
        this.type = requireType(input);
        var values = new ChannelValues(preprocessing);
        this.floats = type == ElementType.FLOAT32 ? values.floats() : new float[0][];
        this.bytes = type == ElementType.FLOAT32 ? new byte[0][] : values.bytes(input);
        this.row = new int[preprocessing.width()];
    }

    private static void requireShape(OfImages preprocessing, TensorSpec input) {
        List<Integer> wanted = shape(preprocessing);
        List<Integer> shape = input.shape();
        boolean suits = shape.size() == 1 + wanted.size();
        for (int axis = 1; suits && axis < shape.size(); axis++) {
            suits = shape.get(axis) == TensorSpec.FREE || shape.get(axis).equals(wanted.get(axis - 1));
        }
        if (!suits) {
            throw new IllegalArgumentException(
                    "input %s does not suit the preprocessing, which makes [batch, %d, %d, %d]"
                            .formatted(input, wanted.get(0), wanted.get(1), wanted.get(2)));
        }
    }

    private static List<Integer> shape(OfImages preprocessing) {
        int channels = preprocessing.colour().channels();
        return switch (preprocessing.layout()) {
            case NCHW -> List.of(channels, preprocessing.height(), preprocessing.width());
            case NHWC -> List.of(preprocessing.height(), preprocessing.width(), channels);
        };
    }

    /** The shape of an input for so many images, the number first. */
    public List<Integer> shape(int batch) {
        List<Integer> shape = new ArrayList<>(List.of(batch));
        shape.addAll(shape(preprocessing));
        return shape;
    }

    private static ElementType requireType(TensorSpec input) {
        return switch (input.type()) {
            case FLOAT32, INT8, UINT8 -> input.type();
            case FLOAT16, BFLOAT16, FLOAT64, INT16, UINT16, INT32, UINT32, INT64, UINT64, BOOL, STRING ->
                throw new IllegalArgumentException(
                        "input %s cannot be filled with an image; it must be FLOAT32, INT8 or UINT8".formatted(input));
        };
    }

    /**
     * Writes one image. Allocates nothing while images have the size of the one before.
     *
     * @param input as it was prepared for
     * @param batchIndex where in the batch, counted from 0
     * @throws IndexOutOfBoundsException if the batch is not that large
     */
    public void write(Image image, Tensor input, int batchIndex) {
        Resize fitted = fittedTo(image);
        int channels = preprocessing.colour().channels();
        int first = batchIndex * channels * preprocessing.height() * row.length;
        for (int y = 0; y < preprocessing.height(); y++) {
            fitted.row(image, y, row);
            if (preprocessing.colour() == Colour.GREY) {
                makeGrey(row);
            }
            for (int channel = 0; channel < channels; channel++) {
                writeRow(input, first, y, channel);
            }
        }
    }

    /** Where an image lands in the input. */
    public Placement placement(Image image) {
        return fittedTo(image).placement();
    }

    private Resize fittedTo(Image image) {
        Resize last = resize;
        if (last != null && last.placement().isOf(image)) {
            return last;
        }
        var fitted = new Resize(Placement.of(preprocessing, image.width(), image.height()));
        resize = fitted;
        return fitted;
    }

    /** Leaves the grey in the lowest 8 bits. */
    private static void makeGrey(int[] row) {
        for (int x = 0; x < row.length; x++) {
            int pixel = row[x];
            row[x] = (299 * (pixel >> 16 & 0xFF) + 587 * (pixel >> 8 & 0xFF) + 114 * (pixel & 0xFF) + 500) / 1000;
        }
    }

    private void writeRow(Tensor input, int first, int y, int channel) {
        int channels = preprocessing.colour().channels();
        int width = row.length;
        int shift = 8 * (channels - 1 - channel);
        switch (preprocessing.layout()) {
            case NCHW -> {
                int start = first + (channel * preprocessing.height() + y) * width;
                writeRow(input, start, 1, channel, shift);
            }
            case NHWC -> writeRow(input, first + y * width * channels + channel, channels, channel, shift);
        }
    }

    private void writeRow(Tensor input, int start, int stride, int channel, int shift) {
        if (type == ElementType.FLOAT32) {
            float[] values = floats[channel];
            FloatBuffer into = input.floats();
            for (int x = 0; x < row.length; x++) {
                into.put(start + x * stride, values[row[x] >> shift & 0xFF]);
            }
        } else {
            byte[] values = bytes[channel];
            ByteBuffer into = input.bytes();
            for (int x = 0; x < row.length; x++) {
                into.put(start + x * stride, values[row[x] >> shift & 0xFF]);
            }
        }
    }
}
