package io.fieldloop.models.runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.fieldloop.models.runtime.Invocation;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every model of the ONNX project's tests gives what it must, or stands in a list with the reason why it does not. What begins to
 * work and is still listed is a failure too.
 */
class OnnxConformanceTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> model_givesItsStoredOutputs_orIsListedWithItsReason() throws IOException {
        Exceptions exceptions = Exceptions.read();
        return ConformanceCase.all().stream()
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> check(one, exceptions.of(one.name()))));
    }

    @Test
    void list_namesOnlyModelsThatThereAre() throws IOException {
        List<String> names =
                ConformanceCase.all().stream().map(ConformanceCase::name).toList();

        assertThat(names).hasSize(1_072).containsAll(Exceptions.read().names());
    }

    private void check(ConformanceCase one, Expectation expectation) throws IOException, ModelException {
        switch (expectation) {
            case Expectation.StoredOutputs _ -> run(one, StoredTensor::assertCloseTo);
            case Expectation.RandomOutputs _ -> run(one, StoredTensor::assertLooksLike);
            case Expectation.OtherOutputs _ -> {
                run(one, StoredTensor::assertLooksLike);
                assertThatThrownBy(() -> run(one, StoredTensor::assertCloseTo)).isInstanceOf(AssertionError.class);
            }
            case Expectation.Refused refused -> assertRefused(one, refused.reason());
            case Expectation.RefusedWithoutLocale refused -> {
                try {
                    run(one, StoredTensor::assertCloseTo);
                } catch (ModelException e) {
                    assertThat(reason(e)).isEqualTo(refused.reason());
                }
            }
        }
    }

    private void assertRefused(ConformanceCase one, String reason) {
        assertThatThrownBy(() -> run(one, StoredTensor::assertCloseTo))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(reason(e)).isEqualTo(reason));
    }

    /** The first line, without what differs from run to run. */
    private String reason(ModelException e) {
        String message = String.valueOf(e.getMessage()).replace(folder + "/", "");
        return message.lines().findFirst().orElse("").strip();
    }

    @FunctionalInterface
    private interface Comparison {
        void make(StoredTensor wanted, Tensor given);
    }

    /** Twice, since outputs whose shape only a run shows are written in place from the second one on. */
    private void run(ConformanceCase one, Comparison comparison) throws IOException, ModelException {
        Path file = Files.write(folder.resolve("model.onnx"), one.model());
        try (Session session = Runtimes.available().forFormat(ModelFormat.ONNX).load(file, LoadOptions.DEFAULT)) {
            List<TensorProto> inputs = inOrder(session.inputs(), one.inputs());
            List<List<Integer>> shapes =
                    inputs.stream().map(StoredTensor::shape).toList();
            try (Invocation invocation = session.newInvocation(shapes)) {
                for (int i = 0; i < inputs.size(); i++) {
                    Tensor input = invocation.input(i);
                    StoredTensor.of(inputs.get(i), input.spec().type()).copyTo(input);
                }
                compare(one.outputs(), invocation, comparison);
                compare(one.outputs(), invocation, comparison);
            }
        }
    }

    private static void compare(List<TensorProto> outputs, Invocation invocation, Comparison comparison)
            throws ModelException {
        invocation.run();
        assertThat(outputs).isNotEmpty();
        for (int i = 0; i < outputs.size(); i++) {
            Tensor given = invocation.output(i);
            comparison.make(StoredTensor.of(outputs.get(i), given.spec().type()), given);
        }
    }

    /** Most are stored by name, the others in the order of the model. */
    private static List<TensorProto> inOrder(List<TensorSpec> specs, List<TensorProto> stored) {
        List<TensorProto> ordered = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            String name = specs.get(i).name();
            TensorProto byPlace = stored.get(i);
            ordered.add(stored.stream()
                    .filter(tensor -> tensor.getName().equals(name))
                    .findFirst()
                    .orElse(byPlace));
        }
        return ordered;
    }
}
