package io.fieldloop.lab.fleet;

import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.Bytes;
import java.util.SplittableRandom;

/** Images of which there are no two alike, so that none is taken for a duplicate. */
public final class Noise {
    /** Width and height of what {@link NoiseModel} takes in. */
    public static final int SIDE = 28;

    private Noise() {}

    /** A square image (PNG); grey if it has the size that the model takes in. */
    public static Bytes image(SplittableRandom random, int side) {
        int[] pixels = new int[side * side];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = side == SIDE ? random.nextInt(256) * 0x010101 : random.nextInt(1 << 24);
        }
        return ImageWriter.png(new Image(side, side, pixels));
    }
}
