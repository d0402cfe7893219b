package io.fieldloop.models.runtime.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtEpDevice;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The execution providers that ONNX Runtime has loaded from libraries, each once a process. Any thread. */
final class OnnxPlugins {
    private final OrtEnvironment environment;

    /** What each library offers; guarded by this. */
    private final Map<Path, List<OrtEpDevice>> loaded = new HashMap<>();

    OnnxPlugins(OrtEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Asks for the provider of a library.
     *
     * @return what ONNX Runtime calls it
     * @throws ModelException with {@link Reason#ACCELERATOR_UNAVAILABLE} if it finds no device that it could use
     */
    String add(Path library, Map<String, String> options, SessionOptions settings) throws OrtException, ModelException {
        List<OrtEpDevice> devices = devices(library);
        if (devices.isEmpty()) {
            throw new ModelException(
                    Reason.ACCELERATOR_UNAVAILABLE, "%s finds no device that it could use".formatted(library));
        }
        String provider = devices.getFirst().getEpName();
        settings.addExecutionProvider(
                devices.stream()
                        .filter(device -> device.getEpName().equals(provider))
                        .toList(),
                options);
        return provider;
    }

    /** ONNX Runtime does not say which library a device came with, but all of one library come at once. */
    private synchronized List<OrtEpDevice> devices(Path library) throws OrtException {
        List<OrtEpDevice> known = loaded.get(library);
        if (known != null) {
            return known;
        }
        Set<String> before = new HashSet<>();
        for (OrtEpDevice device : environment.getEpDevices()) {
            before.add(device.getEpName());
        }
        environment.registerExecutionProviderLibrary(library.toString(), library.toString());
        List<OrtEpDevice> devices = environment.getEpDevices().stream()
                .filter(device -> !before.contains(device.getEpName()))
                .toList();
        loaded.put(library, devices);
        return devices;
    }
}
