package io.fieldloop.models.runtime.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.runtime.ModelException;
import org.junit.jupiter.api.Test;

class NativeLibraryTest {
    @Test
    void platforms_areNamedAsThePackageNamesThem() throws ModelException {
        assertThat(NativeLibrary.platform("Linux", "amd64")).isEqualTo("linux-x86_64");
        assertThat(NativeLibrary.platform("Linux", "aarch64")).isEqualTo("linux-arm64");
    }

    @Test
    void platformsWithoutALibrary_areToldWhichThereAre() {
        assertThatThrownBy(() -> NativeLibrary.platform("Linux", "riscv64"))
                .isInstanceOf(ModelException.class)
                .hasMessage("there is no native library for Linux on riscv64; only for Linux on amd64 and aarch64");
        assertThatThrownBy(() -> NativeLibrary.platform("Plan 9", "amd64")).isInstanceOf(ModelException.class);
    }
}
