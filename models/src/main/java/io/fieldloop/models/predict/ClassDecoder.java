package io.fieldloop.models.predict;

import io.fieldloop.models.pack.Postprocessing.TopClasses;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.vision.Placement;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import java.util.ArrayList;
import java.util.List;

/** Reads the likeliest classes. */
final class ClassDecoder implements Decoder {
    private final TopClasses top;
    private final List<String> labels;
    private final Tensor output;
    private final float[] values;

    private ClassDecoder(TopClasses top, List<String> labels, Tensor output) {
        this.top = top;
        this.labels = labels;
        this.output = output;
        this.values = new float[labels.size()];
    }

    static ClassDecoder of(TopClasses top, List<String> labels, Tensor output) throws ModelException {
        if (output.spec().elementCount() != labels.size()) {
            throw new ModelException(
                    Reason.MANIFEST_MISMATCH,
                    "output %s has %d values for %d labels"
                            .formatted(output.spec(), output.spec().elementCount(), labels.size()));
        }
        return new ClassDecoder(top, labels, output);
    }

    @Override
    public Classified decode(Placement placement) throws ModelException {
        return decode();
    }

    /** The same of what has no place. */
    Classified decode() throws ModelException {
        output.read(0, values);
        Activations.apply(top.activation(), values);
        int count = Math.min(top.count(), values.length);
        List<ClassScore> classes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int best = likeliest();
            classes.add(new ClassScore(labels.get(best), values[best]));
            values[best] = -1;
        }
        return new Classified(classes);
    }

    /** Of equally likely classes the first. */
    private int likeliest() {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }
}
