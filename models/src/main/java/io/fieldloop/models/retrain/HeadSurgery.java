package io.fieldloop.models.retrain;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.fieldloop.models.onnx.MalformedOnnxException;
import io.fieldloop.models.onnx.OnnxFile;

/**
 * Replaces the weights of a model's last layer and nothing else: the new file has the same size, and all bytes outside of
 * the two tensors are the same. Any thread.
 *
 * <p>The layer must be {@code logits = Gemm(features, weights, biases)}, its weights must be the graph's own and no other
 * node's, and the features must be an output of the model, so that they can be computed for new samples.
 */
public final class HeadSurgery {
    private final ModelProto model;
    private final String features;
    private final HeadTensors tensors;

    private HeadSurgery(ModelProto model, String features, HeadTensors tensors) {
        this.model = model;
        this.features = features;
        this.tensors = tensors;
    }

    /**
     * Finds the head.
     *
     * @param onnx a model
     * @param logits the name of the output that the head makes
     * @throws MalformedOnnxException if the bytes are no model
     * @throws UnsuitableModelException if there is no head that could be replaced
     */
    public static HeadSurgery of(byte[] onnx, String logits) throws MalformedOnnxException, UnsuitableModelException {
        ModelProto model = OnnxFile.parse(onnx);
        NodeProto gemm = gemm(model.getGraph(), logits);
        requirePlain(gemm);
        String features = gemm.getInput(0);
        if (model.getGraph().getOutputList().stream()
                .map(ValueInfoProto::getName)
                .noneMatch(features::equals)) {
            throw new UnsuitableModelException(
                    "the features '%s' that '%s' is made of are no output of the model; export it with them as an output"
                            .formatted(features, logits));
        }
        return new HeadSurgery(model, features, HeadTensors.of(model.getGraph(), gemm));
    }

    private static NodeProto gemm(GraphProto graph, String logits) throws UnsuitableModelException {
        for (NodeProto node : graph.getNodeList()) {
            if (node.getOutputList().contains(logits)) {
                if (!node.getOpType().equals("Gemm") || node.getInputCount() != 3) {
                    throw new UnsuitableModelException(
                            "'%s' is made by %s of %d values; only the head Gemm(features, weights, biases) can be replaced"
                                    .formatted(logits, node.getOpType(), node.getInputCount()));
                }
                return node;
            }
        }
        throw new UnsuitableModelException("no node of the model makes '%s'".formatted(logits));
    }

    private static void requirePlain(NodeProto gemm) throws UnsuitableModelException {
        for (AttributeProto attribute : gemm.getAttributeList()) {
            boolean plain = switch (attribute.getName()) {
                case "alpha", "beta" -> attribute.getF() == 1;
                case "transA" -> attribute.getI() == 0;
                case "transB" -> true;
                default -> false;
            };
            if (!plain) {
                throw new UnsuitableModelException(
                        "the head has %s set to something other than usual".formatted(attribute.getName()));
            }
        }
    }

    /** The name of the output with the features that the head reads. */
    public String features() {
        return features;
    }

    /** The head as it is. */
    public Head head() {
        return tensors.head(model.getGraph());
    }

    /**
     * The same model with another head.
     *
     * @throws IllegalArgumentException if it has not as many classes and features as the present one
     */
    public byte[] replace(Head head) {
        return model.toBuilder()
                .setGraph(tensors.replace(model.getGraph(), head))
                .build()
                .toByteArray();
    }
}
