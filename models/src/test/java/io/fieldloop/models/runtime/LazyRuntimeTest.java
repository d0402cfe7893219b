package io.fieldloop.models.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.models.runtime.ModelException.Reason;
import org.junit.jupiter.api.Test;

class LazyRuntimeTest {
    private final CountingProvider provider = new CountingProvider();
    private final LazyRuntime runtime = new LazyRuntime(provider);

    @Test
    void whatItReadsAndItsVersion_areToldWithoutLoadingIt() {
        assertThat(runtime.reads(ModelFormat.ONNX)).isTrue();
        assertThat(runtime).hasToString("counting 1.0");
        assertThat(provider.opened).isZero();
    }

    @Test
    void library_isLoadedOnce() throws ModelException {
        assertThat(runtime.open()).isSameAs(runtime.open());
        assertThat(provider.opened).isOne();
    }

    @Test
    void libraryThatDoesNotWork_saysWhyEachTimeAndIsTriedOnce() {
        provider.broken = true;
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(runtime::open)
                    .isInstanceOfSatisfying(
                            ModelException.class, e -> assertThat(e.reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE))
                    .hasMessage("no such processor");
        }
        assertThat(runtime.works()).isFalse();
        assertThat(provider.opened).isOne();
    }

    /** Gives the runtime of ONNX, and counts how often it is asked. */
    private static final class CountingProvider implements RuntimeProvider {
        private int opened;
        private boolean broken;

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public String version() {
            return "1.0";
        }

        @Override
        public boolean reads(ModelFormat format) {
            return format == ModelFormat.ONNX;
        }

        @Override
        public ModelRuntime open() throws ModelException {
            opened++;
            if (broken) {
                throw new ModelException(Reason.RUNTIME_UNAVAILABLE, "no such processor");
            }
            return Runtimes.available().forFormat(ModelFormat.ONNX);
        }
    }
}
