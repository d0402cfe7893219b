package io.fieldloop.models.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuntimesTest {
    @Test
    void bothRuntimes_areAvailableAndTellTheirVersions() throws ModelException {
        assertThat(Runtimes.available().describe()).containsExactly("onnxruntime 1.29.0", "tflite 2.21.0");
        for (ModelFormat format : ModelFormat.values()) {
            assertThat(Runtimes.available().forFormat(format).reads(format)).isTrue();
            assertThat(Runtimes.available().reads(format)).isTrue();
        }
    }

    @Test
    void formatWithoutARuntime_isRefusedWithWhatThereIs() throws ModelException {
        Runtimes onlyOnnx = Runtimes.of(Runtimes.available().forFormat(ModelFormat.ONNX));

        assertThat(onlyOnnx.reads(ModelFormat.TFLITE)).isFalse();
        assertThatThrownBy(() -> onlyOnnx.forFormat(ModelFormat.TFLITE))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("there is no runtime for TFLITE models; there are [onnxruntime 1.29.0]");
    }

    @Test
    void sharedResource_isFreedOnceByWhoeverIsLast() throws ModelException {
        List<String> freed = new ArrayList<>();
        var resource = new SharedResource("thing", () -> freed.add("freed"));

        resource.acquire();
        resource.acquire();
        resource.close();
        resource.close();
        resource.release();
        assertThat(freed).isEmpty();

        resource.release();
        assertThat(freed).containsExactly("freed");
        assertThatThrownBy(resource::acquire).isInstanceOf(ModelException.class).hasMessage("the thing is closed");
    }
}
