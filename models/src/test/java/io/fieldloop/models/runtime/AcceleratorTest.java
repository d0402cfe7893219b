package io.fieldloop.models.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.runtime.Accelerator.BuiltIn;
import io.fieldloop.models.runtime.Accelerator.Delegate;
import io.fieldloop.models.runtime.Accelerator.Kind;
import io.fieldloop.models.runtime.Accelerator.Plugin;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AcceleratorTest {
    @Test
    void parse_everyKind_givesItBackAsText() {
        for (String text : List.of(
                "cpu",
                "xnnpack",
                "cuda?device_id=0",
                "tensorrt",
                "openvino?device_type=NPU",
                "qnn?backend_path=%2Fusr%2Flib%2FlibQnnHtp.so",
                "webgpu",
                "coreml",
                "nnapi",
                "plugin:/opt/vendor/libep.so?a=1&b=2",
                "tflite:/usr/lib/libedgetpu.so.1?device=usb%3A0")) {
            assertThat(Accelerator.parse(text)).hasToString(text);
        }
    }

    @Test
    void parse_knownTexts_areWhatTheySay() {
        assertThat(Accelerator.parse("cpu")).isEqualTo(Accelerator.CPU);
        assertThat(Accelerator.parse("cuda?device_id=1")).isEqualTo(new BuiltIn(Kind.CUDA, Map.of("device_id", "1")));
        assertThat(Accelerator.parse("plugin:/a.so")).isEqualTo(new Plugin(Path.of("/a.so"), Map.of()));
        assertThat(Accelerator.parse("tflite:/b.so?k=%26%3D%3F"))
                .isEqualTo(new Delegate(Path.of("/b.so"), Map.of("k", "&=?")));
    }

    @Test
    void parse_whatNamesNothing_saysWhatThereIs() {
        assertThatThrownBy(() -> Accelerator.parse("cudda"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'cudda'", "cpu, xnnpack, cuda", "tflite:/path.so");
        assertThatThrownBy(() -> Accelerator.parse("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Accelerator.parse("tflite:libedgetpu.so.1"))
                .hasMessageContaining("absolute path, without a '?', not 'libedgetpu.so.1'");
        assertThatThrownBy(() -> Accelerator.of("plugin:/a?b.so", Map.of())).hasMessageContaining("without a '?'");
        assertThatThrownBy(() -> Accelerator.of("plugin:/a\0.so", Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parse_optionsThatAreNone_areRefused() {
        assertThatThrownBy(() -> Accelerator.parse("cpu?threads=2")).hasMessage("cpu takes no options");
        assertThatThrownBy(() -> Accelerator.parse("cuda?device_id")).hasMessageContaining("key=value");
        assertThatThrownBy(() -> Accelerator.parse("cuda?a=1&a=2")).hasMessageContaining("each key once");
        assertThatThrownBy(() -> Accelerator.parse("cuda?=1")).hasMessageContaining("must not be empty");
        assertThatThrownBy(() -> Accelerator.parse("cuda?a=%zz")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Accelerator.of("cuda", Map.of("a", "line\nbreak")))
                .hasMessageContaining("no control characters");
        assertThatThrownBy(() -> Accelerator.of("cuda", Map.of("a", String.join("", Collections.nCopies(2_000, "x")))))
                .hasMessageContaining("at most 1024 characters");
    }
}
