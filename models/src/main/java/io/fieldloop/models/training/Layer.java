package io.fieldloop.models.training;

import static io.fieldloop.models.onnx.OnnxParts.whole;
import static io.fieldloop.models.onnx.OnnxParts.wholes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import io.fieldloop.models.onnx.OnnxGraph;
import java.util.List;

/** A layer of a network: what is trained, and how its trained state is written as ONNX. */
sealed interface Layer {

    /** The block that DJL trains; always the same one. */
    Block block();

    /** Adds the nodes that compute what the trained block computes when it no longer learns. */
    void write(OnnxGraph graph, String input, String output);

    /** 3 by 3 convolution that keeps height and width, normalised over the batch, then ReLU. */
    static Layer convolution(int filters) {
        var convolution = Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .optBias(false)
                .build();
        var norm = BatchNorm.builder().optEpsilon(Convolution.EPSILON).build();
        return new Convolution(
                convolution,
                norm,
                new SequentialBlock().add(convolution).add(norm).add(Activation.reluBlock()));
    }

    /** Keeps the largest of each 2 by 2 pixels, so height and width are halved. */
    static Layer halve() {
        return new Halving(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
    }

    static Layer flatten() {
        return new Flattening(Blocks.batchFlattenBlock());
    }

    /** Every input weighs on every output, then ReLU. */
    static Layer rectifiedDense(int units) {
        Linear linear = Linear.builder().setUnits(units).build();
        return new RectifiedDense(linear, new SequentialBlock().add(linear).add(Activation.reluBlock()));
    }

    /** Every input weighs on every output. */
    static Layer dense(int units) {
        return new Dense(Linear.builder().setUnits(units).build());
    }

    /** The normalisation is folded into the convolution's weights when written: it is linear once it no longer learns. */
    record Convolution(Conv2d convolution, BatchNorm norm, Block block) implements Layer {

        private static final float EPSILON = 1e-5f;

        @Override
        public void write(OnnxGraph graph, String input, String output) {
            NDArray kernel = parameter(convolution, "weight");
            float[] weights = kernel.toFloatArray();
            float[] bias = fold(weights);
            String sum = output + ".sum";
            graph.initializer(output + ".weight", weights, kernel.getShape().getShape())
                    .initializer(output + ".bias", bias, bias.length)
                    .node(
                            "Conv",
                            List.of(input, output + ".weight", output + ".bias"),
                            sum,
                            wholes("kernel_shape", 3, 3),
                            wholes("pads", 1, 1, 1, 1))
                    .node("Relu", List.of(sum), output);
        }

        /** Scales the weights in place by γ / √(σ² + ε) of their filter and returns the biases β − μ · scale. */
        private float[] fold(float[] weights) {
            float[] gamma = parameter(norm, "gamma").toFloatArray();
            float[] beta = parameter(norm, "beta").toFloatArray();
            float[] mean = parameter(norm, "runningMean").toFloatArray();
            float[] variance = parameter(norm, "runningVar").toFloatArray();
            float[] bias = new float[gamma.length];
            int weightsPerFilter = weights.length / gamma.length;
            for (int filter = 0; filter < gamma.length; filter++) {
                double scale = gamma[filter] / Math.sqrt((double) variance[filter] + EPSILON);
                bias[filter] = (float) (beta[filter] - mean[filter] * scale);
                for (int weight = 0; weight < weightsPerFilter; weight++) {
                    weights[filter * weightsPerFilter + weight] *= (float) scale;
                }
            }
            return bias;
        }
    }

    record Halving(Block block) implements Layer {
        @Override
        public void write(OnnxGraph graph, String input, String output) {
            graph.node("MaxPool", List.of(input), output, wholes("kernel_shape", 2, 2), wholes("strides", 2, 2));
        }
    }

    record Flattening(Block block) implements Layer {
        @Override
        public void write(OnnxGraph graph, String input, String output) {
            graph.node("Flatten", List.of(input), output, whole("axis", 1));
        }
    }

    record Dense(Linear block) implements Layer {
        @Override
        public void write(OnnxGraph graph, String input, String output) {
            NDArray matrix = parameter(block, "weight");
            float[] bias = parameter(block, "bias").toFloatArray();
            graph.initializer(
                            output + ".weight",
                            matrix.toFloatArray(),
                            matrix.getShape().getShape())
                    .initializer(output + ".bias", bias, bias.length)
                    .node("Gemm", List.of(input, output + ".weight", output + ".bias"), output, whole("transB", 1));
        }
    }

    record RectifiedDense(Linear linear, Block block) implements Layer {
        @Override
        public void write(OnnxGraph graph, String input, String output) {
            String sum = output + ".sum";
            new Dense(linear).write(graph, input, sum);
            graph.node("Relu", List.of(sum), output);
        }
    }

    private static NDArray parameter(Block block, String name) {
        return block.getParameters().get(name).getArray();
    }
}
