package io.fieldloop.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads ONNX files, which may come from anybody. */
public final class OnnxFile {

    /** The largest model that is read unless the caller sets another limit. */
    public static final int MAX_SIZE_BYTES = 128 << 20;

    /** Graphs inside attributes of nodes inside graphs; real models nest a handful of messages deep. */
    private static final int MAX_NESTING = 50;

    private OnnxFile() {}

    /**
     * Reads a model of at most {@link #MAX_SIZE_BYTES}.
     *
     * @throws MalformedOnnxException if the bytes are too many, are no ONNX model, hold no graph, or keep weights in other files
     */
    public static ModelProto parse(byte[] bytes) throws MalformedOnnxException {
        return parse(bytes, MAX_SIZE_BYTES);
    }

    /** Like {@link #parse(byte[])} with a limit of the caller's. */
    public static ModelProto parse(byte[] bytes, int maxSizeBytes) throws MalformedOnnxException {
        if (bytes.length > maxSizeBytes) {
            throw tooLarge(bytes.length, maxSizeBytes);
        }
        CodedInputStream input = CodedInputStream.newInstance(bytes);
        input.setRecursionLimit(MAX_NESTING);
        try {
            return checked(ModelProto.parseFrom(input));
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedOnnxException("this is no ONNX model: " + e.getMessage(), e);
        } catch (MalformedOnnxException e) {
            throw e;
        } catch (IOException e) {
            throw new MalformedOnnxException("this ONNX model cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads a model of at most {@link #MAX_SIZE_BYTES} from a file; errors as for {@link #parse(byte[])}. */
    public static ModelProto read(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            byte[] bytes = input.readNBytes(MAX_SIZE_BYTES + 1);
            return parse(bytes);
        }
    }

    private static ModelProto checked(ModelProto model) throws MalformedOnnxException {
        if (model.getGraph().getNodeCount() == 0) {
            throw new MalformedOnnxException("this ONNX model has no graph with nodes");
        }
        if (model.getOpsetImportCount() == 0) {
            throw new MalformedOnnxException("this ONNX model does not say which operator set it uses");
        }
        refuseOutsideWeights(model.getGraph());
        return model;
    }

    /** A path to weights elsewhere would let a model read any file of the machine that loads it. */
    private static void refuseOutsideWeights(GraphProto graph) throws MalformedOnnxException {
        refuseOutside(graph.getInitializerList());
        for (var node : graph.getNodeList()) {
            for (AttributeProto attribute : node.getAttributeList()) {
                refuseOutside(List.of(attribute.getT()));
                refuseOutside(attribute.getTensorsList());
                refuseOutsideWeights(attribute.getG());
                for (GraphProto inner : attribute.getGraphsList()) {
                    refuseOutsideWeights(inner);
                }
            }
        }
    }

    private static void refuseOutside(List<TensorProto> tensors) throws MalformedOnnxException {
        for (TensorProto tensor : tensors) {
            if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL || tensor.getExternalDataCount() > 0) {
                throw new MalformedOnnxException("this ONNX model keeps the weights " + tensor.getName()
                        + " in another file; save it with all weights inside");
            }
        }
    }

    private static MalformedOnnxException tooLarge(long sizeBytes, int maxSizeBytes) {
        return new MalformedOnnxException(
                "this ONNX model has " + sizeBytes + " bytes or more; at most " + maxSizeBytes + " are read");
    }
}
