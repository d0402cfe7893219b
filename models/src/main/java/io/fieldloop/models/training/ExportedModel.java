package io.fieldloop.models.training;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.fieldloop.models.dataset.LabelledImages;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/** A model as it was written to bytes, run by ONNX Runtime as a device would. Holds native memory until closed. */
final class ExportedModel implements AutoCloseable {

    private static final int BATCH = 128;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    /** @throws OrtException if the runtime does not accept the model */
    ExportedModel(byte[] onnx) throws OrtException {
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            session = environment.createSession(onnx, options);
        }
    }

    /** The classes that the model gives the images. */
    int[] classify(LabelledImages images) throws OrtException {
        int[] classes = new int[images.count()];
        for (int start = 0; start < classes.length; start += BATCH) {
            int count = Math.min(BATCH, classes.length - start);
            float[][] logits = logits(images, start, count);
            for (int index = 0; index < count; index++) {
                classes[start + index] = best(logits[index]);
            }
        }
        return classes;
    }

    /** The class scores of neighbouring images. */
    float[][] logits(LabelledImages images, int start, int count) throws OrtException {
        long[] shape = {count, 1, images.height(), images.width()};
        FloatBuffer pixels = FloatBuffer.wrap(Batches.pixels(images, start, count));
        try (var input = OnnxTensor.createTensor(environment, pixels, shape);
                var outputs = session.run(Map.of(Network.INPUT, input), Set.of(Network.LOGITS))) {
            return (float[][]) outputs.get(0).getValue();
        }
    }

    private static int best(float[] scores) {
        int best = 0;
        for (int index = 1; index < scores.length; index++) {
            if (scores[index] > scores[best]) {
                best = index;
            }
        }
        return best;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
