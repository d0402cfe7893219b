package io.fieldloop.models.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Something that computes models, by the name that configurations, reports and people use:
 *
 * <pre>
 *   cpu                               the runtime's own kernels for the processor
 *   xnnpack cuda tensorrt openvino    what is built into a runtime
 *   qnn webgpu coreml nnapi
 *   plugin:/opt/vendor/libep.so       an execution provider of ONNX Runtime in a library of its own
 *   tflite:/usr/lib/libedgetpu.so.1   an external delegate of TensorFlow Lite
 * </pre>
 *
 * <p>Options are the accelerator's own and not interpreted here. As one text they follow the name like the query of a URL:
 * {@code tflite:/usr/lib/libedgetpu.so.1?device=usb}.
 */
public sealed interface Accelerator {
    /** The runtime's own kernels for the processor, which every other accelerator is measured against. */
    Accelerator CPU = new Cpu();

    /** As it is called, without its options. */
    String name();

    /** What it is told, by keys of its own. */
    Map<String, String> options();

    /**
     * Reads the text that {@code toString} gives.
     *
     * @throws IllegalArgumentException if it names no accelerator, or its options are not in this form
     */
    static Accelerator parse(String text) {
        String[] parts = text.split("\\?", 2);
        return of(parts[0], parts.length == 1 ? Map.of() : AcceleratorOptions.parse(parts[1]));
    }

    /**
     * The accelerator of a name with options.
     *
     * @throws IllegalArgumentException if there is none of this name, or the options are not allowed
     */
    static Accelerator of(String name, Map<String, String> options) {
        if (name.startsWith(Plugin.PREFIX)) {
            return new Plugin(AcceleratorOptions.library(name, Plugin.PREFIX), options);
        }
        if (name.startsWith(Delegate.PREFIX)) {
            return new Delegate(AcceleratorOptions.library(name, Delegate.PREFIX), options);
        }
        if (name.equals(Cpu.NAME) && options.isEmpty()) {
            return CPU;
        }
        return new BuiltIn(Kind.named(name), options);
    }

    /** How accelerators may be named, for those who explain it. */
    static List<String> names() {
        List<String> names = new ArrayList<>(List.of(Cpu.NAME));
        Arrays.stream(Kind.values()).map(Kind::text).forEach(names::add);
        names.addAll(List.of(Plugin.PREFIX + "/path.so", Delegate.PREFIX + "/path.so"));
        return names;
    }

    /** {@link #CPU}. */
    record Cpu() implements Accelerator {
        static final String NAME = "cpu";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Map<String, String> options() {
            return Map.of();
        }

        @Override
        public String toString() {
            return NAME;
        }
    }

    /**
     * Part of a runtime's own library, or of one that the runtime finds beside it.
     *
     * @param options as the runtime's documentation tells
     */
    record BuiltIn(Kind kind, Map<String, String> options) implements Accelerator {
        /** Checks the options. */
        public BuiltIn {
            options = AcceleratorOptions.checked(options);
        }

        @Override
        public String name() {
            return kind.text();
        }

        @Override
        public String toString() {
            return AcceleratorOptions.append(name(), options);
        }
    }

    /**
     * An execution provider that ONNX Runtime loads from a library.
     *
     * @param library an absolute path
     * @param options as the provider's documentation tells
     */
    record Plugin(Path library, Map<String, String> options) implements Accelerator {
        static final String PREFIX = "plugin:";

        /** Checks path and options. */
        public Plugin {
            AcceleratorOptions.requireAbsolute(library);
            options = AcceleratorOptions.checked(options);
        }

        @Override
        public String name() {
            return PREFIX + library;
        }

        @Override
        public String toString() {
            return AcceleratorOptions.append(name(), options);
        }
    }

    /**
     * A library with TensorFlow Lite's interface for external delegates.
     *
     * @param library an absolute path
     * @param options as the delegate's documentation tells
     */
    record Delegate(Path library, Map<String, String> options) implements Accelerator {
        static final String PREFIX = "tflite:";

        /** Checks path and options. */
        public Delegate {
            AcceleratorOptions.requireAbsolute(library);
            options = AcceleratorOptions.checked(options);
        }

        @Override
        public String name() {
            return PREFIX + library;
        }

        @Override
        public String toString() {
            return AcceleratorOptions.append(name(), options);
        }
    }

    /** What runtimes may have built in. */
    enum Kind {
        /** Google's kernels for processors. */
        XNNPACK,
        /** NVIDIA GPUs. */
        CUDA,
        /** NVIDIA GPUs and DLAs, by compiled engines. */
        TENSORRT,
        /** Intel processors, GPUs and NPUs. */
        OPENVINO,
        /** Qualcomm NPUs. */
        QNN,
        /** Any GPU with Vulkan, Metal or Direct3D. */
        WEBGPU,
        /** Apple's Neural Engine. */
        COREML,
        /** Android's drivers. */
        NNAPI;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind named(String text) {
            return Arrays.stream(values())
                    .filter(kind -> kind.text().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            text.equals(Cpu.NAME)
                                    ? "cpu takes no options"
                                    : "there is no accelerator '%s'; there are %s"
                                            .formatted(text, String.join(", ", names()))));
        }
    }
}
