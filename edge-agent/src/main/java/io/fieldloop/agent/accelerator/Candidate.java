package io.fieldloop.agent.accelerator;

import io.fieldloop.models.runtime.Accelerator;

/**
 * One way to run a model.
 *
 * @param variant of the package, such as {@code onnx-fp32}
 * @param accelerator what computes it
 */
public record Candidate(String variant, Accelerator accelerator) {
    /** Whether the processor computes it, by whichever kernels. XNNPACK is one kind of them. */
    public boolean isOnProcessor() {
        return Selection.isProcessor(accelerator);
    }

    /** Such as {@code onnx-fp32 on cuda?device_id=0}. */
    @Override
    public String toString() {
        return variant + " on " + accelerator;
    }
}
