package io.fieldloop.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LoadTest {
    @Test
    void output_isReadPerSecond() throws Exception {
        Load load = Load.parse("Running 1s test\nLOAD 5000 2000000 370 2900 0\n");

        assertThat(load).isEqualTo(new Load(2500, 370, 2900));
    }

    @Test
    void failedRequest_isNoFigure() {
        assertThatThrownBy(() -> Load.parse("LOAD 5000 2000000 370 2900 3\n"))
                .isInstanceOf(IOException.class)
                .hasMessage("3 requests of 5000 failed");
    }

    @Test
    void outputWithoutFigures_isAnError() {
        assertThatThrownBy(() -> Load.parse("unable to connect\n")).hasMessageContaining("unable to connect");
    }

    @Test
    void best_takesTheBetterOfEach() {
        assertThat(new Load(10, 5, 9).best(new Load(8, 4, 12))).isEqualTo(new Load(10, 4, 9));
    }
}
