package io.fieldloop.models.predict;

import io.fieldloop.models.pack.Postprocessing.ClassMask;
import io.fieldloop.models.pack.Preprocessing.Layout;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.vision.Placement;
import io.fieldloop.protocol.message.Mask;
import io.fieldloop.protocol.message.Prediction.Segmented;
import java.util.List;

/** Reads the class of each pixel, and lays it over the image: what fitting the image added is cut off, what it cut off has no class. */
final class MaskDecoder implements Decoder {
    private static final int RANK = 4;

    /** By how much the likeliest class must lead before the next one, or before none where there is one alone. */
    private static final float CERTAIN_MARGIN = 0.5f;

    private final ClassMask declared;
    private final List<String> labels;
    private final Tensor output;

    /** The values of one pixel. */
    private final float[] pixel;

    /** Of the last output, by row and column. */
    private Cells cells = new Cells(0, 0);

    private float[] values = {};

    private MaskDecoder(ClassMask declared, List<String> labels, Tensor output, int channels) {
        this.declared = declared;
        this.labels = labels;
        this.output = output;
        this.pixel = new float[channels];
    }

    static MaskDecoder of(ClassMask declared, List<String> labels, Tensor output) throws ModelException {
        List<Integer> shape = output.spec().shape();
        int channels = shape.size() == RANK ? shape.get(channelAxis(declared)) : 0;
        if (channels < labels.size() || channels > labels.size() + 1) {
            throw new ModelException(
                    Reason.MANIFEST_MISMATCH,
                    "output %s has not one value, or one and the background, for each of %d labels in every pixel"
                            .formatted(output.spec(), labels.size()));
        }
        return new MaskDecoder(declared, labels, output, channels);
    }

    private static int channelAxis(ClassMask declared) {
        return switch (declared.layout()) {
            case NCHW -> 1;
            case NHWC -> RANK - 1;
        };
    }

    @Override
    public Segmented decode(Placement placement) throws ModelException {
        readCells();
        int side = Mask.MAX_SIDE;
        MaskDrawing drawing = MaskDrawing.of(cells, placement, side);
        while (drawing.runs() > Mask.MAX_RUNS) {
            side /= 2;
            drawing = MaskDrawing.of(cells, placement, side);
        }
        return new Segmented(drawing.mask(labels));
    }

    /** The output may have another size each time. */
    private void readCells() throws ModelException {
        List<Integer> shape = output.spec().shape();
        int first = channelAxis(declared) == 1 ? 2 : 1;
        if (cells.height() != shape.get(first) || cells.width() != shape.get(first + 1)) {
            cells = new Cells(shape.get(first + 1), shape.get(first));
            values = new float[output.spec().elementCount()];
        }
        output.read(0, values);
        for (int cell = 0; cell < cells.count(); cell++) {
            for (int channel = 0; channel < pixel.length; channel++) {
                pixel[channel] = values[
                        declared.layout() == Layout.NCHW
                                ? channel * cells.count() + cell
                                : cell * pixel.length + channel];
            }
            Activations.apply(declared.activation(), pixel);
            decide(cell);
        }
    }

    private void decide(int cell) {
        int background = pixel.length - labels.size();
        int best = 0;
        float next = pixel.length == 1 ? 1 - pixel[0] : 0;
        for (int channel = 1; channel < pixel.length; channel++) {
            if (pixel[channel] > pixel[best]) {
                next = Math.max(next, pixel[best]);
                best = channel;
            } else {
                next = Math.max(next, pixel[channel]);
            }
        }
        boolean isOfAClass = best >= background && pixel[best] >= declared.threshold();
        boolean isCertain = Math.abs(pixel[best] - next) >= CERTAIN_MARGIN;
        cells.set(cell, isOfAClass ? best - background : Cells.NONE, pixel[best], isCertain);
    }
}
