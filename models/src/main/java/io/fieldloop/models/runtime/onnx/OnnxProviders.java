package io.fieldloop.models.runtime.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.NNAPIFlags;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.Accelerator.BuiltIn;
import io.fieldloop.models.runtime.Accelerator.Cpu;
import io.fieldloop.models.runtime.Accelerator.Delegate;
import io.fieldloop.models.runtime.Accelerator.Kind;
import io.fieldloop.models.runtime.Accelerator.Plugin;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Accelerators as ONNX Runtime's execution providers. Any thread. */
final class OnnxProviders {
    private static final String CPU_PROVIDER = "CPUExecutionProvider";

    private final OnnxPlugins plugins;

    OnnxProviders(OrtEnvironment environment) {
        this.plugins = new OnnxPlugins(environment);
    }

    /** Whether this build of the library knows it. A build knows providers whose own library need not be there. */
    boolean offers(Accelerator accelerator) {
        return switch (accelerator) {
            case Cpu _, Plugin _ -> true;
            case BuiltIn(var kind, var _) ->
                OrtEnvironment.getAvailableProviders().contains(provider(kind));
            case Delegate _ -> false;
        };
    }

    /** What is known to this build, and whose library stands beside it where it has one of its own. */
    List<Accelerator> found() {
        List<Accelerator> found = new ArrayList<>(List.of(Accelerator.CPU));
        for (Kind kind : Kind.values()) {
            var accelerator = new BuiltIn(kind, Map.of());
            if (offers(accelerator) && hasLibrary(kind)) {
                found.add(accelerator);
            }
        }
        return found;
    }

    private static boolean hasLibrary(Kind kind) {
        return switch (kind) {
            case CUDA, TENSORRT, OPENVINO -> {
                String folder = System.getProperty(OnnxRuntimeProvider.FOLDER_PROPERTY);
                String file = System.mapLibraryName(
                        "onnxruntime_providers_" + kind.name().toLowerCase(Locale.ROOT));
                yield folder != null && Files.exists(Path.of(folder, file));
            }
            case XNNPACK, QNN, WEBGPU, COREML, NNAPI -> true;
        };
    }

    private static OrtProvider provider(Kind kind) {
        return switch (kind) {
            case XNNPACK -> OrtProvider.XNNPACK;
            case CUDA -> OrtProvider.CUDA;
            case TENSORRT -> OrtProvider.TENSOR_RT;
            case OPENVINO -> OrtProvider.OPEN_VINO;
            case QNN -> OrtProvider.QNN;
            case WEBGPU -> OrtProvider.WEBGPU;
            case COREML -> OrtProvider.CORE_ML;
            case NNAPI -> OrtProvider.NNAPI;
        };
    }

    /**
     * Asks for an accelerator; what it does not take runs on the processor.
     *
     * @return what ONNX Runtime calls it
     * @throws ModelException with {@link Reason#ACCELERATOR_UNAVAILABLE} if it is not here
     */
    String add(Accelerator accelerator, SessionOptions settings) throws ModelException {
        try {
            return switch (accelerator) {
                case Cpu _ -> CPU_PROVIDER;
                case BuiltIn(var kind, var options) -> {
                    add(kind, options, settings);
                    yield provider(kind).getName();
                }
                case Plugin(var library, var options) -> plugins.add(library, options, settings);
                case Delegate _ ->
                    throw unavailable(accelerator, "it is for TensorFlow Lite, and cannot run an ONNX model");
            };
        } catch (OrtException e) {
            throw new ModelException(
                    Reason.ACCELERATOR_UNAVAILABLE,
                    "%s is not available: %s".formatted(accelerator, e.getMessage()),
                    e);
        }
    }

    private static void add(Kind kind, Map<String, String> options, SessionOptions settings)
            throws OrtException, ModelException {
        switch (kind) {
            case XNNPACK -> settings.addXnnpack(options);
            case CUDA -> addCuda(options, settings);
            case TENSORRT -> addTensorRt(options, settings);
            case OPENVINO -> settings.addOpenVINO(only("device_type", options, "CPU"));
            case QNN -> settings.addQnn(options);
            case WEBGPU -> settings.addWebGPU(options);
            case COREML -> settings.addCoreML(options);
            case NNAPI -> settings.addNnapi(flags(options));
        }
    }

    private static void addCuda(Map<String, String> options, SessionOptions settings) throws OrtException {
        try (var cuda = new OrtCUDAProviderOptions()) {
            for (var option : options.entrySet()) {
                cuda.add(option.getKey(), option.getValue());
            }
            settings.addCUDA(cuda);
        }
    }

    private static void addTensorRt(Map<String, String> options, SessionOptions settings) throws OrtException {
        try (var tensorRt = new OrtTensorRTProviderOptions()) {
            for (var option : options.entrySet()) {
                tensorRt.add(option.getKey(), option.getValue());
            }
            settings.addTensorrt(tensorRt);
        }
    }

    /** The value of the only option that is taken. */
    private static String only(String key, Map<String, String> options, String otherwise) throws ModelException {
        for (String given : options.keySet()) {
            if (!given.equals(key)) {
                throw new ModelException(
                        Reason.ACCELERATOR_UNAVAILABLE,
                        "openvino takes the option %s and no other, not %s".formatted(key, given));
            }
        }
        return options.getOrDefault(key, otherwise);
    }

    /** Such as {@code use_fp16: "1"}. */
    private static EnumSet<NNAPIFlags> flags(Map<String, String> options) throws ModelException {
        EnumSet<NNAPIFlags> flags = EnumSet.noneOf(NNAPIFlags.class);
        for (var option : options.entrySet()) {
            try {
                NNAPIFlags flag = NNAPIFlags.valueOf(option.getKey().toUpperCase(Locale.ROOT));
                if (option.getValue().equals("1")) {
                    flags.add(flag);
                }
            } catch (IllegalArgumentException e) {
                throw new ModelException(
                        Reason.ACCELERATOR_UNAVAILABLE,
                        "nnapi has no option '%s'; it has %s"
                                .formatted(option.getKey(), EnumSet.allOf(NNAPIFlags.class)),
                        e);
            }
        }
        return flags;
    }

    private static ModelException unavailable(Accelerator accelerator, String why) {
        return new ModelException(
                Reason.ACCELERATOR_UNAVAILABLE, "%s is not available: %s".formatted(accelerator, why));
    }
}
