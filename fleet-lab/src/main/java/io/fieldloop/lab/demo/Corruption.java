package io.fieldloop.lab.demo;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What makes the field differ from the lab: the camera hangs askew, its lens is dull and its light is poor. The same
 * for every image of one camera, apart from sensor noise.
 *
 * @param degrees the image is turned by, clockwise
 * @param contrast factor, 1 leaves it
 * @param brightness added to each pixel of 0..255
 * @param blur radius of a box blur in pixels, 0 leaves it
 * @param noise standard deviation of what is added to each pixel of 0..255
 */
record Corruption(double degrees, double contrast, double brightness, int blur, double noise) {
    /** A camera of the field; another seed hangs another camera. */
    static Corruption ofCamera(long seed) {
        var random = new SplittableRandom(seed);
        double side = random.nextBoolean() ? 1 : -1;
        return new Corruption(
                side * random.nextDouble(18, 24),
                random.nextDouble(0.55, 0.75),
                random.nextDouble(0, 6),
                1,
                random.nextDouble(2, 5));
    }

    /** Corrupts a square grey image of one byte a pixel. */
    byte[] apply(byte[] image, int side, RandomGenerator random) {
        double[] pixels = blurred(rotated(image, side), side);
        byte[] corrupted = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            double value = pixels[i] * contrast + brightness + random.nextGaussian() * noise;
            corrupted[i] = (byte) Math.clamp(Math.round(value), 0, 255);
        }
        return corrupted;
    }

    private double[] rotated(byte[] image, int side) {
        double sine = Math.sin(Math.toRadians(degrees));
        double cosine = Math.cos(Math.toRadians(degrees));
        double centre = (side - 1) / 2.0;
        double[] turned = new double[image.length];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double fromX = cosine * (x - centre) + sine * (y - centre) + centre;
                double fromY = -sine * (x - centre) + cosine * (y - centre) + centre;
                turned[y * side + x] = bilinear(image, side, fromX, fromY);
            }
        }
        return turned;
    }

    private static double bilinear(byte[] image, int side, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double right = x - left;
        double down = y - top;
        return pixel(image, side, left, top) * (1 - right) * (1 - down)
                + pixel(image, side, left + 1, top) * right * (1 - down)
                + pixel(image, side, left, top + 1) * (1 - right) * down
                + pixel(image, side, left + 1, top + 1) * right * down;
    }

    private static int pixel(byte[] image, int side, int x, int y) {
        return x < 0 || y < 0 || x >= side || y >= side ? 0 : image[y * side + x] & 0xff;
    }

    private double[] blurred(double[] pixels, int side) {
        if (blur == 0) {
            return pixels;
        }
        double[] soft = new double[pixels.length];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                soft[y * side + x] = mean(pixels, side, x, y);
            }
        }
        return soft;
    }

    private double mean(double[] pixels, int side, int x, int y) {
        double sum = 0;
        int count = 0;
        for (int v = Math.max(0, y - blur); v <= Math.min(side - 1, y + blur); v++) {
            for (int u = Math.max(0, x - blur); u <= Math.min(side - 1, x + blur); u++) {
                sum += pixels[v * side + u];
                count++;
            }
        }
        return sum / count;
    }

    @Override
    public String toString() {
        return "turned by %.0f°, contrast x%.2f, brightness +%.0f, blur %d px, noise %.0f"
                .formatted(degrees, contrast, brightness, blur, noise);
    }
}
