package io.fieldloop.models.training;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.onnx.proto.OnnxMl.ModelProto;
import io.fieldloop.models.onnx.Dimension;
import io.fieldloop.models.onnx.OnnxGraph;
import java.util.List;

/**
 * A classifier of grey images: a backbone that makes features of an image, and a head that makes class scores of the features. A head
 * alone can later be trained anew on the same features.
 *
 * @param imageSize height and width of an image, in pixels
 * @param features how many features the last layer of the backbone makes
 * @param classes how many classes the head tells apart
 */
record Network(String name, int imageSize, List<Layer> backbone, int features, Layer head, int classes) {

    static final String INPUT = "image";
    static final String FEATURES = "features";
    static final String LOGITS = "logits";

    Network {
        backbone = List.copyOf(backbone);
    }

    /** The network of the catalogue's base model. */
    static Network fashionCnn() {
        return smallCnn("fashion-cnn", 16, 64, 10);
    }

    /** Twice as wide after each halving, which keeps the work of the layers alike. */
    static Network smallCnn(String name, int filters, int features, int classes) {
        List<Layer> backbone = List.of(
                Layer.convolution(filters),
                Layer.convolution(filters),
                Layer.halve(),
                Layer.convolution(2 * filters),
                Layer.convolution(2 * filters),
                Layer.halve(),
                Layer.convolution(4 * filters),
                Layer.halve(),
                Layer.flatten(),
                Layer.rectifiedDense(features));
        return new Network(name, 28, backbone, features, Layer.dense(classes), classes);
    }

    /** The shape of a batch of images as the network takes it. */
    Shape shape(int images) {
        return new Shape(images, 1, imageSize, imageSize);
    }

    /** All layers in a row, giving the class scores. */
    SequentialBlock block() {
        var block = new SequentialBlock();
        backbone.forEach(layer -> block.add(layer.block()));
        return block.add(head.block());
    }

    /** The network as it was trained until now, giving class scores and features of any number of images at once. */
    ModelProto onnx() {
        var batch = Dimension.named("N");
        var size = Dimension.of(imageSize);
        var graph = new OnnxGraph(name)
                .input(INPUT, batch, Dimension.of(1), size, size)
                .output(LOGITS, batch, Dimension.of(classes))
                .output(FEATURES, batch, Dimension.of(features));
        String value = INPUT;
        for (int layer = 0; layer < backbone.size(); layer++) {
            String next = layer == backbone.size() - 1 ? FEATURES : "layer" + (layer + 1);
            backbone.get(layer).write(graph, value, next);
            value = next;
        }
        head.write(graph, value, LOGITS);
        return graph.model();
    }
}
