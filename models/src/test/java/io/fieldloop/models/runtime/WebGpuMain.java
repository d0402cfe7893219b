package io.fieldloop.models.runtime;

import java.nio.file.Path;
import java.util.Map;

/** Runs a model on the processor and by WebGPU, and prints where its operators ran and how far the outputs are apart. */
public final class WebGpuMain {
    private WebGpuMain() {}

    /** Takes the path of a model with one input of a free batch, and one output. */
    public static void main(String[] arguments) throws ModelException {
        Path model = Path.of(arguments[0]);
        try {
            float[] processor = run(model, Accelerator.CPU);
            float[] gpu = run(model, Accelerator.of("webgpu", Map.of()));
            float distance = 0;
            for (int i = 0; i < gpu.length; i++) {
                distance = Math.max(distance, Math.abs(gpu[i] - processor[i]));
            }
            System.out.println("distance " + distance);
        } catch (ModelException e) {
            System.out.println(e.reason() + " " + e.getMessage());
        }
        // What a driver does at the end of a process is no part of the test.
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static float[] run(Path model, Accelerator accelerator) throws ModelException {
        ModelRuntime runtime = Runtimes.available().forFormat(ModelFormat.ONNX);
        try (Session session =
                        runtime.load(model, LoadOptions.DEFAULT.on(accelerator).observe());
                Invocation invocation = session.newInvocation(1)) {
            invocation.input(0).floats().put(0, 0.5f).put(1, -0.25f);
            invocation.run();
            System.out.println("placement " + session.placement().operators());
            float[] output = new float[invocation.output(0).spec().elementCount()];
            invocation.output(0).read(0, output);
            return output;
        }
    }
}
