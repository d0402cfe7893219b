package io.fieldloop.models.runtime;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.fieldloop.models.onnx.Dimension;
import io.fieldloop.models.onnx.OnnxGraph;
import io.fieldloop.models.onnx.OnnxParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** ONNX models of one or two nodes, whose results can be worked out by hand. */
final class TinyModels {
    private static final Dimension BATCH = Dimension.named("batch");

    private TinyModels() {}

    /** {@code y = (x1 + 2 x2 + 10, 3 x1 + 4 x2 + 20)}. */
    static ModelProto linear() {
        return new OnnxGraph("linear")
                .input("x", BATCH, Dimension.of(2))
                .output("y", BATCH, Dimension.of(2))
                .initializer("w", new float[] {1, 2, 3, 4}, 2, 2)
                .initializer("b", new float[] {10, 20}, 2)
                .node("Gemm", List.of("x", "w", "b"), "y", OnnxParts.whole("transB", 1))
                .model();
    }

    /** Two layers and a softmax. */
    static ModelProto network() {
        float[] first = new float[2 * 16];
        float[] second = new float[16 * 2];
        for (int i = 0; i < first.length; i++) {
            first[i] = i % 7 - 3;
            second[i] = i % 5 - 2;
        }
        return new OnnxGraph("network")
                .input("x", BATCH, Dimension.of(2))
                .output("y", BATCH, Dimension.of(2))
                .initializer("w1", first, 2, 16)
                .initializer("b1", new float[16], 16)
                .initializer("w2", second, 16, 2)
                .initializer("b2", new float[2], 2)
                .node("Gemm", List.of("x", "w1", "b1"), "hidden")
                .node("Relu", List.of("hidden"), "kept")
                .node("Gemm", List.of("kept", "w2", "b2"), "raw")
                .node("Softmax", List.of("raw"), "y")
                .model();
    }

    /** {@code y = min(x, 0)}, as the negative of what is positive of the negative. */
    static ModelProto negatives() {
        return new OnnxGraph("negatives")
                .input("x", BATCH, Dimension.of(2))
                .output("y", BATCH, Dimension.of(2))
                .node("Neg", List.of("x"), "mirrored")
                .node("Relu", List.of("mirrored"), "kept")
                .node("Neg", List.of("kept"), "y")
                .model();
    }

    /** {@code y = -x} for exactly three rows of two. */
    static ModelProto fixedBatchOfThree() {
        return new OnnxGraph("negate")
                .input("x", Dimension.of(3), Dimension.of(2))
                .output("y", Dimension.of(3), Dimension.of(2))
                .node("Neg", List.of("x"), "y")
                .model();
    }

    /** {@code y = -x}, where the output does not say that it is as long as the input. */
    static ModelProto outputOfUndeclaredLength() {
        return new OnnxGraph("negate")
                .input("x", BATCH, Dimension.of(2))
                .output("y", Dimension.named("rows"), Dimension.named("columns"))
                .node("Neg", List.of("x"), "y")
                .model();
    }

    /** Takes images of any width. */
    static ModelProto inputOfAnyWidth() {
        return new OnnxGraph("negate")
                .input("x", BATCH, Dimension.named("width"))
                .output("y", BATCH, Dimension.named("width"))
                .node("Neg", List.of("x"), "y")
                .model();
    }

    /** How many numbers come out depends on how many of those that go in are 0. */
    static ModelProto outputThatDependsOnValues() {
        return new OnnxGraph("nonzero")
                .input("x", BATCH, Dimension.of(2))
                .output("y", Dimension.of(2), Dimension.named("found"))
                .node("NonZero", List.of("x"), "places")
                .node("Cast", List.of("places"), "y", OnnxParts.whole("to", 1))
                .model();
    }

    /** {@code y = x} of any type and shape. */
    static ModelProto same(TensorProto.DataType type, Integer... shape) {
        TensorShapeProto.Builder axes = TensorShapeProto.newBuilder();
        List.of(shape)
                .forEach(length ->
                        axes.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(length)));
        var tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(axes);
        var any = ValueInfoProto.newBuilder().setType(TypeProto.newBuilder().setTensorType(tensor));
        NodeProto node = NodeProto.newBuilder()
                .setOpType("Identity")
                .addInput("x")
                .addOutput("y")
                .build();
        return linear().toBuilder()
                .setGraph(GraphProto.newBuilder()
                        .setName("same")
                        .addInput(any.setName("x"))
                        .addOutput(any.setName("y"))
                        .addNode(node))
                .build();
    }

    /** Counts to a hundred million, one step at a time. */
    static ModelProto endless() {
        GraphProto body = GraphProto.newBuilder()
                .setName("body")
                .addInput(scalar("i", TensorProto.DataType.INT64))
                .addInput(scalar("go", TensorProto.DataType.BOOL))
                .addInput(scalar("sum", TensorProto.DataType.FLOAT))
                .addOutput(scalar("go_on", TensorProto.DataType.BOOL))
                .addOutput(scalar("more", TensorProto.DataType.FLOAT))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Identity")
                        .addInput("go")
                        .addOutput("go_on"))
                .addNode(NodeProto.newBuilder().setOpType("Cos").addInput("sum").addOutput("more"))
                .build();
        NodeProto loop = NodeProto.newBuilder()
                .setOpType("Loop")
                .addInput("times")
                .addInput("")
                .addInput("x")
                .addOutput("y")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("body")
                        .setType(AttributeProto.AttributeType.GRAPH)
                        .setG(body))
                .build();
        return linear().toBuilder()
                .setGraph(GraphProto.newBuilder()
                        .setName("endless")
                        .addInput(scalar("times", TensorProto.DataType.INT64))
                        .addInput(scalar("x", TensorProto.DataType.FLOAT))
                        .addOutput(scalar("y", TensorProto.DataType.FLOAT))
                        .addNode(loop))
                .build();
    }

    private static ValueInfoProto scalar(String name, TensorProto.DataType type) {
        var tensor = TypeProto.Tensor.newBuilder()
                .setElemType(type.getNumber())
                .setShape(TensorShapeProto.getDefaultInstance());
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /** Asks for weights that are kept in another file. */
    static ModelProto weightsElsewhere(String location) {
        ModelProto model = linear();
        return model.toBuilder()
                .setGraph(model.getGraph().toBuilder().setInitializer(0, outside(location)))
                .build();
    }

    /** The same in other places that can hold a tensor. */
    static List<ModelProto> weightsHidden(String location) {
        AttributeProto constant = AttributeProto.newBuilder()
                .setName("value")
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(outside(location))
                .build();
        NodeProto node = NodeProto.newBuilder()
                .setOpType("Constant")
                .addOutput("c")
                .addAttribute(constant)
                .build();
        SparseTensorProto sparse =
                SparseTensorProto.newBuilder().setValues(outside(location)).build();
        GraphProto branch =
                GraphProto.newBuilder().addInitializer(outside(location)).build();
        AttributeProto inner =
                AttributeProto.newBuilder().setName("body").setG(branch).build();
        return List.of(
                withNode(node),
                withNode(NodeProto.newBuilder()
                        .setOpType("Loop")
                        .addAttribute(inner)
                        .build()),
                linear().toBuilder()
                        .setGraph(linear().getGraph().toBuilder().addSparseInitializer(sparse))
                        .build(),
                linear().toBuilder()
                        .addFunctions(FunctionProto.newBuilder().setName("f").addNode(node))
                        .build(),
                linear().toBuilder()
                        .addTrainingInfo(TrainingInfoProto.newBuilder().setAlgorithm(branch))
                        .build());
    }

    /** A loop in a loop in a loop. */
    static ModelProto nested(int levels) {
        GraphProto graph = GraphProto.getDefaultInstance();
        for (int i = 0; i < levels; i++) {
            AttributeProto body =
                    AttributeProto.newBuilder().setName("body").setG(graph).build();
            NodeProto loop =
                    NodeProto.newBuilder().setOpType("Loop").addAttribute(body).build();
            graph = GraphProto.newBuilder().setName("graph").addNode(loop).build();
        }
        return linear().toBuilder().setGraph(graph).build();
    }

    private static ModelProto withNode(NodeProto node) {
        return linear().toBuilder()
                .setGraph(linear().getGraph().toBuilder().addNode(node))
                .build();
    }

    private static TensorProto outside(String location) {
        return TensorProto.newBuilder()
                .setName("w")
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addDims(2)
                .addDims(2)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue(location))
                .build();
    }

    static Path write(ModelProto model, Path folder) throws IOException {
        return Files.write(folder.resolve(model.getGraph().getName() + ".onnx"), model.toByteArray());
    }
}
