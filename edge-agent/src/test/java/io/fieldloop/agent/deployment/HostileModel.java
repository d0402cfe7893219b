package io.fieldloop.agent.deployment;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.fieldloop.agent.inference.TestPackage;
import io.fieldloop.models.onnx.Dimension;
import io.fieldloop.models.onnx.OnnxGraph;
import io.fieldloop.models.onnx.OnnxParts;
import io.fieldloop.protocol.FailureCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A file that somebody might sign and offer. Each claims to take 16 pixels and to give 2 scores.
 *
 * @param name what is wrong with it
 * @param file made of the good one
 * @param code by which its trial has to end
 * @param detail a part of why
 */
record HostileModel(String name, UnaryOperator<byte[]> file, FailureCode code, String detail) {
    private static final int PIXELS = 16;
    private static final AttributeProto SCALAR = OnnxParts.whole("keepdims", 0);

    static List<HostileModel> all() {
        return List.of(
                new HostileModel(
                        "truncated",
                        good -> Arrays.copyOf(good, good.length / 2),
                        FailureCode.TRIAL_LOAD_FAILED,
                        "is cut off or damaged"),
                new HostileModel(
                        "operator flipped", good -> flipped(good, "Gemm", 0, 1), FailureCode.TRIAL_LOAD_FAILED, "Femm"),
                new HostileModel(
                        "weight flipped",
                        good -> flipped(good, "\u0000\u0000\u0000>", 3, 0x40),
                        FailureCode.TRIAL_OUTPUT_WRONG,
                        "golden sample 1 of 1"),
                new HostileModel("not a number", _ -> plain(Float.NaN, 2), FailureCode.TRIAL_OUTPUT_WRONG, "NaN"),
                new HostileModel("other type", _ -> ofDoubles(), FailureCode.TRIAL_LOAD_FAILED, "FLOAT64"),
                new HostileModel("other shape", _ -> plain(1, 3), FailureCode.TRIAL_LOAD_FAILED, "[1, 3]"),
                new HostileModel("endless loop", _ -> endless(), FailureCode.TRIAL_TIMED_OUT, "of a processor"),
                new HostileModel(
                        "larger than allowed",
                        _ -> bomb(1L << 28),
                        FailureCode.TRIAL_TOO_LARGE,
                        "bytes resident, the limit is"),
                new HostileModel(
                        "larger than the device", _ -> bomb(1L << 31), FailureCode.TRIAL_LOAD_FAILED, "8589934592"),
                new HostileModel(
                        "larger than anything", _ -> bomb(1L << 40), FailureCode.TRIAL_LOAD_FAILED, "4398046511104"),
                new HostileModel(
                        "weights above the folder",
                        _ -> outside("../../secret"),
                        FailureCode.TRIAL_LOAD_FAILED,
                        "'../../secret'"),
                new HostileModel(
                        "weights anywhere",
                        _ -> outside("/etc/hostname"),
                        FailureCode.TRIAL_LOAD_FAILED,
                        "'/etc/hostname'"));
    }

    TestPackage asVersion(int version) {
        return TestPackage.replaced(version, file);
    }

    /** One bit of one byte is another, counted from where some bytes stand first. */
    private static byte[] flipped(byte[] good, String from, int offset, int bit) {
        byte[] damaged = good.clone();
        damaged[new String(good, StandardCharsets.ISO_8859_1).indexOf(from) + offset] ^= (byte) bit;
        return damaged;
    }

    private static OnnxGraph scores(float weight, int scores) {
        float[] weights = new float[PIXELS * scores];
        Arrays.fill(weights, weight);
        return new OnnxGraph("hostile")
                .input("x", Dimension.of(1), Dimension.of(1), Dimension.of(4), Dimension.of(4))
                .initializer("w", weights, PIXELS, scores)
                .node("Flatten", List.of("x"), "flat")
                .node("MatMul", List.of("flat", "w"), "scores");
    }

    private static byte[] plain(float weight, int scores) {
        return model(scores(weight, scores).node("Identity", List.of("scores"), "y"), scores)
                .toByteArray();
    }

    private static ModelProto model(OnnxGraph graph, int scores) {
        return graph.output("y", Dimension.of(1), Dimension.of(scores)).model();
    }

    private static byte[] ofDoubles() {
        AttributeProto toDouble = OnnxParts.whole("to", DataType.DOUBLE.getNumber());
        ModelProto.Builder model = model(scores(1, 2).node("Cast", List.of("scores"), "y", toDouble), 2).toBuilder();
        model.getGraphBuilder()
                .getOutputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .setElemType(DataType.DOUBLE.getNumber());
        return model.build().toByteArray();
    }

    /** A loop without a number of turns, whose condition stays true. Each turn takes long, for turns are recorded. */
    private static byte[] endless() {
        GraphProto body = GraphProto.newBuilder()
                .setName("body")
                .addInput(scalar("turn", DataType.INT64))
                .addInput(scalar("go", DataType.BOOL))
                .addInput(OnnxParts.floatValue("in", Dimension.of(1), Dimension.of(2)))
                .addNode(OnnxParts.node("Identity", "go on", List.of("go"), List.of("still")))
                .addNode(OnnxParts.node("ReduceMax", "search", List.of("large"), List.of("largest"), SCALAR))
                .addNode(OnnxParts.node("Add", "add", List.of("in", "largest"), List.of("out")))
                .addOutput(scalar("still", DataType.BOOL))
                .addOutput(OnnxParts.floatValue("out", Dimension.of(1), Dimension.of(2)))
                .build();
        AttributeProto attribute = AttributeProto.newBuilder()
                .setName("body")
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(body)
                .build();
        return model(withLarge(1 << 22).node("Loop", List.of("", "", "scores"), "y", attribute), 2)
                .toByteArray();
    }

    private static ValueInfoProto scalar(String name, DataType type) {
        var tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber());
        tensor.getShapeBuilder();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    private static byte[] bomb(long floats) {
        OnnxGraph graph = withLarge(floats)
                .node("ReduceMax", List.of("large"), "largest", SCALAR)
                .node("Add", List.of("scores", "largest"), "y");
        return model(graph, 2).toByteArray();
    }

    /** With a tensor of so many floats, which the optimiser cannot compute beforehand. */
    private static OnnxGraph withLarge(long floats) {
        float[] sizes = {1 << 20, floats >> 20};
        return scores(1, 2)
                .initializer("sizes", sizes, 2)
                .node("Cast", List.of("sizes"), "shape", OnnxParts.whole("to", DataType.INT64.getNumber()))
                .node("ReduceMean", List.of("x"), "mean", SCALAR)
                .node("Expand", List.of("mean", "shape"), "large");
    }

    private static byte[] outside(String location) {
        ModelProto.Builder model = model(scores(1, 2).node("Identity", List.of("scores"), "y"), 2).toBuilder();
        model.getGraphBuilder()
                .getInitializerBuilder(0)
                .clearRawData()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue(location));
        return model.build().toByteArray();
    }

    @Override
    public String toString() {
        return name;
    }
}
