package io.fieldloop.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TrainBaseCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void help_says_what_it_needs_and_writes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("model-card.md").contains("fieldloop fetch fashion-mnist");
    }

    @Test
    void epochs_that_cannot_be_are_wrong_usage() {
        assertThat(run("--epochs", "0")).isEqualTo(2);
        assertThat(errors.toString()).contains("1 to 1000 epochs, not 0");
        assertThat(run("--epochs", "many")).isEqualTo(2);
    }

    private int run(String... arguments) {
        return new CommandLine(new TrainBaseCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(errors))
                .execute(arguments);
    }
}
