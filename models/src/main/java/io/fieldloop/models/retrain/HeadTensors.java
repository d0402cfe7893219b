package io.fieldloop.models.retrain;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Where the numbers of a head stand in a graph.
 *
 * @param weights index of the initialiser
 * @param biases index of the initialiser
 * @param classes how many there are
 * @param features how many there are
 * @param byClass whether the weights of a class stand together ({@code transB}), or those of a feature
 */
record HeadTensors(int weights, int biases, int classes, int features, boolean byClass) {
    private static final int MAX_LENGTH = 1 << 20;

    static HeadTensors of(GraphProto graph, NodeProto gemm) throws UnsuitableModelException {
        int weights = initialiser(graph, gemm.getInput(1));
        int biases = initialiser(graph, gemm.getInput(2));
        boolean byClass = gemm.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals("transB"))
                .anyMatch(attribute -> attribute.getI() != 0);
        List<Long> shape = graph.getInitializer(weights).getDimsList();
        if (shape.size() != 2 || shape.stream().anyMatch(length -> length < 1 || length > MAX_LENGTH)) {
            throw new UnsuitableModelException("the weights of the head have the shape %s".formatted(shape));
        }
        int classes = Math.toIntExact(shape.get(byClass ? 0 : 1));
        int features = Math.toIntExact(shape.get(byClass ? 1 : 0));
        requireNumbers(graph.getInitializer(weights), (long) classes * features);
        requireNumbers(graph.getInitializer(biases), classes);
        return new HeadTensors(weights, biases, classes, features, byClass);
    }

    private static int initialiser(GraphProto graph, String name) throws UnsuitableModelException {
        if (uses(graph, name) != 1) {
            throw new UnsuitableModelException(
                    "the weights '%s' of the head are used elsewhere in the model too".formatted(name));
        }
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            if (graph.getInitializer(i).getName().equals(name)) {
                return i;
            }
        }
        throw new UnsuitableModelException(
                "the weights '%s' of the head are computed and not stored; optimise the model first".formatted(name));
    }

    private static long uses(GraphProto graph, String name) {
        long uses = graph.getOutputList().stream()
                .filter(output -> output.getName().equals(name))
                .count();
        for (NodeProto node : graph.getNodeList()) {
            uses += node.getInputList().stream().filter(name::equals).count();
            for (AttributeProto attribute : node.getAttributeList()) {
                uses += uses(attribute.getG(), name);
                uses += attribute.getGraphsList().stream()
                        .mapToLong(inner -> uses(inner, name))
                        .sum();
            }
        }
        return uses;
    }

    private static void requireNumbers(TensorProto tensor, long count) throws UnsuitableModelException {
        boolean floats = tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber();
        long stored = tensor.hasRawData() ? tensor.getRawData().size() / Float.BYTES : tensor.getFloatDataCount();
        if (!floats || stored != count) {
            throw new UnsuitableModelException(
                    "'%s' does not hold %d numbers of 32-bit floating point".formatted(tensor.getName(), count));
        }
    }

    Head head(GraphProto graph) {
        float[] stored = numbers(graph.getInitializer(weights));
        float[] ordered = new float[stored.length];
        for (int label = 0; label < classes; label++) {
            for (int feature = 0; feature < features; feature++) {
                ordered[label * features + feature] = stored[place(label, feature)];
            }
        }
        return new Head(ordered, numbers(graph.getInitializer(biases)));
    }

    GraphProto replace(GraphProto graph, Head head) {
        if (head.classes() != classes || head.features() != features) {
            throw new IllegalArgumentException("a %s does not fit a model whose head has %d classes and %d features"
                    .formatted(head, classes, features));
        }
        float[] newWeights = new float[classes * features];
        float[] newBiases = new float[classes];
        for (int label = 0; label < classes; label++) {
            newBiases[label] = head.bias(label);
            for (int feature = 0; feature < features; feature++) {
                newWeights[place(label, feature)] = head.weight(label, feature);
            }
        }
        return graph.toBuilder()
                .setInitializer(weights, with(graph.getInitializer(weights), newWeights))
                .setInitializer(biases, with(graph.getInitializer(biases), newBiases))
                .build();
    }

    private int place(int label, int feature) {
        return byClass ? label * features + feature : feature * classes + label;
    }

    private static float[] numbers(TensorProto tensor) {
        float[] numbers;
        if (tensor.hasRawData()) {
            ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            numbers = new float[raw.remaining() / Float.BYTES];
            raw.asFloatBuffer().get(numbers);
        } else {
            numbers = new float[tensor.getFloatDataCount()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = tensor.getFloatData(i);
            }
        }
        return numbers;
    }

    /** In the form in which the numbers stood before. */
    private static TensorProto with(TensorProto tensor, float[] numbers) {
        TensorProto.Builder changed = tensor.toBuilder();
        if (tensor.hasRawData()) {
            ByteBuffer raw = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            raw.asFloatBuffer().put(numbers);
            return changed.setRawData(ByteString.copyFrom(raw)).build();
        }
        for (int i = 0; i < numbers.length; i++) {
            changed.setFloatData(i, numbers[i]);
        }
        return changed.build();
    }
}
