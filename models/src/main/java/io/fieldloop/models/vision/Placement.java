package io.fieldloop.models.vision;

import io.fieldloop.models.pack.Preprocessing.OfImages;

/**
 * Which part of an image lands on which part of an input; all in pixels, from the top left.
 *
 * @param source the part of the image that is seen
 * @param target the part of the input that it fills
 * @param imageWidth of the whole image
 * @param imageHeight of the whole image
 * @param inputWidth of the whole input
 * @param inputHeight of the whole input
 */
public record Placement(Area source, Area target, int imageWidth, int imageHeight, int inputWidth, int inputHeight) {
    /** A rectangle. */
    public record Area(int left, int top, int width, int height) {}

    /** Where an image of this size lands. */
    public static Placement of(OfImages preprocessing, int imageWidth, int imageHeight) {
        int width = preprocessing.width();
        int height = preprocessing.height();
        var image = new Area(0, 0, imageWidth, imageHeight);
        var input = new Area(0, 0, width, height);
        return switch (preprocessing.fit()) {
            case STRETCH -> new Placement(image, input, imageWidth, imageHeight, width, height);
            case CROP -> new Placement(within(image, input), input, imageWidth, imageHeight, width, height);
            case LETTERBOX -> new Placement(image, within(input, image), imageWidth, imageHeight, width, height);
        };
    }

    /** The largest area in the middle of {@code outer} that has the proportions of {@code shape}. */
    private static Area within(Area outer, Area shape) {
        int width = outer.width();
        int height = outer.height();
        if ((long) width * shape.height() > (long) height * shape.width()) {
            width = scaled(height, shape.width(), shape.height());
        } else {
            height = scaled(width, shape.height(), shape.width());
        }
        return new Area((outer.width() - width) / 2, (outer.height() - height) / 2, width, height);
    }

    private static int scaled(int length, int numerator, int denominator) {
        return (int) Math.max(1, Math.round((double) length * numerator / denominator));
    }

    /** A place in the input, as a share of its width, as a share of the image's width. */
    public double imageX(double inputX) {
        double seen = (inputX * inputWidth - target.left) / target.width;
        return (source.left + seen * source.width) / imageWidth;
    }

    /** A place in the input, as a share of its height, as a share of the image's height. */
    public double imageY(double inputY) {
        double seen = (inputY * inputHeight - target.top) / target.height;
        return (source.top + seen * source.height) / imageHeight;
    }

    /** A place in the image, as a share of its width, as a share of the input's width; outside 0 to 1 where it is not seen. */
    public double inputX(double imageX) {
        double seen = (imageX * imageWidth - source.left) / source.width;
        return (target.left + seen * target.width) / inputWidth;
    }

    /** A place in the image, as a share of its height, as a share of the input's height; outside 0 to 1 where it is not seen. */
    public double inputY(double imageY) {
        double seen = (imageY * imageHeight - source.top) / source.height;
        return (target.top + seen * target.height) / inputHeight;
    }

    /** Whether every pixel of the image becomes the same pixel of the input. */
    boolean isUnchanged() {
        return imageWidth == inputWidth && imageHeight == inputHeight;
    }

    boolean isOf(Image image) {
        return image.width() == imageWidth && image.height() == imageHeight;
    }
}
