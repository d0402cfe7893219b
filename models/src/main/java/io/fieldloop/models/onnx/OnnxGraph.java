package io.fieldloop.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.util.List;

/** A graph being written, node after node in the order they run. Belongs to one thread. */
public final class OnnxGraph {

    /** The operator set whose meaning the nodes have. */
    public static final int OPSET = 17;

    /** The version of the file format that came with {@link #OPSET}; every later runtime reads it. */
    private static final int FORMAT_VERSION = 8;

    private final GraphProto.Builder graph = GraphProto.newBuilder();

    public OnnxGraph(String name) {
        graph.setName(name);
    }

    public OnnxGraph input(String name, Dimension... shape) {
        graph.addInput(OnnxParts.floatValue(name, shape));
        return this;
    }

    public OnnxGraph output(String name, Dimension... shape) {
        graph.addOutput(OnnxParts.floatValue(name, shape));
        return this;
    }

    /** Adds weights; see {@link OnnxParts#floats}. */
    public OnnxGraph initializer(String name, float[] values, long... shape) {
        graph.addInitializer(OnnxParts.floats(name, values, shape));
        return this;
    }

    /** Adds a node that makes one value and is named after it. */
    public OnnxGraph node(String operator, List<String> inputs, String output, AttributeProto... attributes) {
        graph.addNode(OnnxParts.node(operator, output, inputs, List.of(output), attributes));
        return this;
    }

    /** The finished model. Whether the runtime accepts it is for the runtime to say. */
    public ModelProto model() {
        return ModelProto.newBuilder()
                .setIrVersion(FORMAT_VERSION)
                .setProducerName("fieldloop")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph)
                .build();
    }
}
