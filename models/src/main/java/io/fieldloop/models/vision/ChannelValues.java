package io.fieldloop.models.vision;

import io.fieldloop.models.pack.Preprocessing.OfImages;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.TensorSpec;

/** What each of the 256 values of a channel becomes in the input; worked out once. */
final class ChannelValues {
    private static final int VALUES = 256;

    private final OfImages preprocessing;

    ChannelValues(OfImages preprocessing) {
        this.preprocessing = preprocessing;
    }

    /** For inputs of floats: by channel and value. */
    float[][] floats() {
        float[][] table = new float[preprocessing.colour().channels()][VALUES];
        for (int channel = 0; channel < table.length; channel++) {
            for (int value = 0; value < VALUES; value++) {
                table[channel][value] = (float) real(channel, value);
            }
        }
        return table;
    }

    /** For inputs of whole numbers of 8 bits: by channel and value. */
    byte[][] bytes(TensorSpec input) {
        int least = input.type() == ElementType.INT8 ? Byte.MIN_VALUE : 0;
        byte[][] table = new byte[preprocessing.colour().channels()][VALUES];
        for (int channel = 0; channel < table.length; channel++) {
            for (int value = 0; value < VALUES; value++) {
                double real = real(channel, value);
                long whole = input.quantisation().map(q -> q.whole(real)).orElseGet(() -> Math.round(real));
                table[channel][value] = (byte) Math.clamp(whole, least, least + VALUES - 1);
            }
        }
        return table;
    }

    private double real(int channel, int value) {
        double mean = preprocessing.mean().get(channel);
        double deviation = preprocessing.deviation().get(channel);
        return (value / 255.0 * preprocessing.scale() - mean) / deviation;
    }
}
