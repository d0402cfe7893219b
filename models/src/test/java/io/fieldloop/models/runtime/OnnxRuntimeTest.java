package io.fieldloop.models.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.fieldloop.models.catalogue.BaseModel;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxRuntimeTest {
    @TempDir
    Path folder;

    @Test
    void session_tellsWhatGoesInAndComesOut() throws Exception {
        try (Session session = load(TinyModels.linear())) {
            assertThat(session.inputs())
                    .containsExactly(new TensorSpec("x", ElementType.FLOAT32, List.of(TensorSpec.FREE, 2)));
            assertThat(session.outputs())
                    .containsExactly(new TensorSpec("y", ElementType.FLOAT32, List.of(TensorSpec.FREE, 2)));
            assertThat(session.accelerator()).isEqualTo("cpu");
        }
    }

    @Test
    void invocation_runAgainAndAgain_computesInTheSameBuffers() throws Exception {
        try (Session session = load(TinyModels.linear());
                Invocation invocation = session.newInvocation(2)) {
            Tensor output = invocation.output(0);

            assertThat(run(invocation, 1, 1, 2, 0)).containsExactly(13, 27, 12, 26);
            assertThat(run(invocation, 0, 0, 0, 1)).containsExactly(10, 20, 12, 24);
            assertThat(invocation.output(0)).isSameAs(output);
        }
    }

    @Test
    void fixedBatch_isTheOnlyOne() throws Exception {
        try (Session session = load(TinyModels.fixedBatchOfThree())) {
            try (Invocation invocation = session.newInvocation(3)) {
                assertThat(run(invocation, 1, 2, 3, 4, 5, 6)).containsExactly(-1, -2, -3, -4, -5, -6);
            }
            assertThrows(
                    Reason.SHAPE_UNSUPPORTED,
                    "input x FLOAT32[3, 2] does not take batches of 1",
                    () -> session.newInvocation(1));
        }
    }

    @Test
    void outputOfUndeclaredLength_isLearntFromARun() throws Exception {
        try (Session session = load(TinyModels.outputOfUndeclaredLength());
                Invocation invocation = session.newInvocation(2)) {
            assertThat(invocation.output(0).spec().shape()).containsExactly(2, 2);
            assertThat(run(invocation, 1, 2, 3, 4)).containsExactly(-1, -2, -3, -4);
        }
    }

    @Test
    void inputWithAFreeAxisBesidesItsFirst_isRefused() throws Exception {
        try (Session session = load(TinyModels.inputOfAnyWidth())) {
            assertThrows(
                    Reason.SHAPE_UNSUPPORTED,
                    "input x FLOAT32[-1, -1] has a free axis besides its first",
                    () -> session.newInvocation(1));
        }
    }

    @Test
    void outputWhoseLengthDependsOnValues_tellsItsLengthAfterEachRun() throws Exception {
        try (Session session = load(TinyModels.outputThatDependsOnValues());
                Invocation invocation = session.newInvocation(List.of(List.of(1, 2)))) {
            Tensor output = invocation.output(0);
            assertThat(output.spec().isFixed()).isFalse();
            assertThatThrownBy(output::bytes)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not computed yet");

            for (int round = 0; round < 3; round++) {
                assertThat(run(invocation, 1, 1)).containsExactly(0, 0, 0, 1);
                assertThat(output.spec().shape()).containsExactly(2, 2);
                assertThat(run(invocation, 0, 1)).containsExactly(0, 1);
                assertThat(output.spec().shape()).containsExactly(2, 1);
                assertThat(run(invocation, 0, 0)).isEmpty();
                assertThat(output.spec().shape()).containsExactly(2, 0);
            }
            assertThat(invocation.output(0)).isSameAs(output);
        }
    }

    @Test
    void inputOfAnyWidth_isRunInTheWidthAskedFor() throws Exception {
        try (Session session = load(TinyModels.inputOfAnyWidth())) {
            try (Invocation invocation = session.newInvocation(List.of(List.of(1, 3)))) {
                assertThat(run(invocation, 1, 2, 3)).containsExactly(-1, -2, -3);
                assertThat(invocation.output(0).spec().shape()).containsExactly(1, 3);
            }
            try (Invocation empty = session.newInvocation(List.of(List.of(0, 3)))) {
                assertThat(run(empty)).isEmpty();
                assertThat(empty.output(0).spec().shape()).containsExactly(0, 3);
            }
            assertThrows(
                    Reason.SHAPE_UNSUPPORTED,
                    "input x FLOAT32[-1, -1] does not take the shape [3]",
                    () -> session.newInvocation(List.of(List.of(3))));
            assertThrows(
                    Reason.SHAPE_UNSUPPORTED,
                    "there are 0 shapes for the 1 inputs",
                    () -> session.newInvocation(List.of()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT, FLOAT32",
        "FLOAT16, FLOAT16",
        "BFLOAT16, BFLOAT16",
        "DOUBLE, FLOAT64",
        "INT8, INT8",
        "UINT8, UINT8",
        "INT16, INT16",
        "UINT16, UINT16",
        "INT32, INT32",
        "UINT32, UINT32",
        "INT64, INT64",
        "UINT64, UINT64",
        "BOOL, BOOL"
    })
    void tensor_ofEveryType_passesThroughBitForBit(TensorProto.DataType onnx, ElementType type) throws Exception {
        try (Session session = load(TinyModels.same(onnx, 3));
                Invocation invocation = session.newInvocation(List.of(List.of(3)))) {
            assertThat(session.inputs()).containsExactly(new TensorSpec("x", type, List.of(3)));
            for (byte most : new byte[] {1, 0}) {
                byte[] bits = new byte[3 * type.sizeBytes()];
                Arrays.fill(bits, type == ElementType.BOOL ? most : (byte) (0x70 + most));
                bits[0] = most;
                bits[bits.length - 1] = (byte) (type == ElementType.BOOL ? 1 : 0x80 + most);
                invocation.input(0).bytes().put(0, bits);
                invocation.run();
                byte[] given = new byte[bits.length];
                invocation.output(0).bytes().get(0, given);
                assertThat(given).isEqualTo(bits);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.INCLUDE,
            names = {"FLOAT", "UINT32", "STRING"})
    void tensor_scalarOrEmpty_passesThrough(TensorProto.DataType type) throws Exception {
        try (Session scalar = load(TinyModels.same(type));
                Invocation invocation = scalar.newInvocation(List.of(List.of()))) {
            invocation.run();
            assertThat(invocation.output(0).spec().shape()).isEmpty();
            assertThat(invocation.output(0).spec().elementCount()).isEqualTo(1);
        }
        try (Session empty = load(TinyModels.same(type, 2, 0));
                Invocation invocation = empty.newInvocation(List.of(List.of(2, 0)))) {
            invocation.run();
            assertThat(invocation.output(0).spec().shape()).containsExactly(2, 0);
        }
    }

    @Test
    void texts_passThroughAgainAndAgain() throws Exception {
        try (Session session = load(TinyModels.same(TensorProto.DataType.STRING, 2, 2));
                Invocation invocation = session.newInvocation(List.of(List.of(2, 2)))) {
            for (String text : List.of("", "grün", "a much longer text than the other ones were")) {
                Arrays.fill(invocation.input(0).texts(), text);
                invocation.input(0).texts()[2] = "third";
                invocation.run();
                assertThat(invocation.output(0).texts()).containsExactly(text, text, "third", text);
            }
        }
    }

    @Test
    void run_toldToStop_endsAndCanBeRepeated() throws Exception {
        try (Session session = load(TinyModels.endless());
                Invocation invocation = session.newInvocation(List.of(List.of(), List.of()));
                ExecutorService worker = Executors.newSingleThreadExecutor()) {
            invocation.cancel(); // without a run it has no effect
            invocation.input(0).bytes().putLong(0, 1);
            invocation.run();
            assertThat(invocation.output(0).floats().get(0)).isEqualTo(1);

            invocation.input(0).bytes().putLong(0, Long.MAX_VALUE);
            Future<?> endless = worker.submit(() -> {
                invocation.run();
                return null;
            });
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!endless.isDone() && System.nanoTime() < deadline) {
                invocation.cancel();
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> endless.get(1, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(ModelException.class)
                    .hasMessageContaining("the run was told to stop");

            invocation.input(0).bytes().putLong(0, 1);
            invocation.run();
        }
    }

    @Test
    void properties_areWhatTheFileTellsAboutItself() throws Exception {
        ModelProto model = TinyModels.linear().toBuilder()
                .setProducerName("somebody")
                .setModelVersion(3)
                .addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey("character").setValue("abc"))
                .build();
        try (Session session = load(model)) {
            assertThat(session.properties())
                    .containsEntry("graph", "linear")
                    .containsEntry("producer", "somebody")
                    .containsEntry("version", "3")
                    .containsEntry("character", "abc")
                    .doesNotContainKey("domain");
        }
    }

    @Test
    void absurdBatch_isRefused() throws Exception {
        try (Session session = load(TinyModels.linear())) {
            assertThatThrownBy(() -> session.newInvocation(Integer.MAX_VALUE))
                    .isInstanceOfAny(ModelException.class, IllegalArgumentException.class);
            assertThatThrownBy(() -> session.newInvocation(0))
                    .isInstanceOfAny(ModelException.class, IllegalArgumentException.class);
        }
    }

    @Test
    void fileThatIsMissingOrAFolder_isRefused() {
        assertThrows(Reason.FILE_UNREADABLE, "there is no readable file", () -> load(folder.resolve("missing")));
        assertThrows(Reason.FILE_UNREADABLE, "there is no readable file", () -> load(folder));
    }

    @Test
    void bytesThatAreNoModel_areRefused() throws IOException {
        for (byte[] nonsense :
                new byte[][] {{}, new byte[1_000], "TFL3 but not really".getBytes(StandardCharsets.US_ASCII)}) {
            Path file = Files.write(folder.resolve("nonsense"), nonsense);

            assertThatThrownBy(() -> load(file).newInvocation(1)).isInstanceOf(ModelException.class);
        }
    }

    @Test
    void weightsInAFileBesideTheModel_areLoaded() throws Exception {
        ByteBuffer weights = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        List.of(1f, 2f, 3f, 4f).forEach(weights::putFloat);
        Files.write(folder.resolve("weights"), weights.array());

        try (Session session = load(TinyModels.weightsElsewhere("weights"));
                Invocation invocation = session.newInvocation(1)) {
            assertThat(run(invocation, 1, 1)).containsExactly(13, 27);
        }
    }

    @Test
    void weightsOutsideOfTheFolder_areRefusedBeforeTheLibrarySeesThem() throws IOException {
        Path secret = Files.write(folder.resolve("secret"), new byte[16]);
        Path inner = Files.createDirectory(folder.resolve("package"));
        Files.createSymbolicLink(inner.resolve("link"), secret);
        Files.createDirectory(inner.resolve("folder"));

        for (String location : List.of(
                secret.toString(),
                "../secret",
                "../../etc/passwd",
                "folder/../../secret",
                "link",
                "folder",
                "missing",
                "",
                "zero\0",
                "*/_ORT_MEM_ADDR_/*")) {
            Path file = TinyModels.write(TinyModels.weightsElsewhere(location), inner);

            assertThrows(
                    Reason.MODEL_REFUSED,
                    "linear.onnx keeps weights in '%s', which is no file in the model's folder".formatted(location),
                    () -> load(file));
        }
    }

    @Test
    void weightsOutsideOfTheFolder_areFoundWhereverTheyHide() throws IOException {
        for (ModelProto model : TinyModels.weightsHidden("../secret")) {
            Path file = TinyModels.write(model, folder);

            assertThrows(Reason.MODEL_REFUSED, "keeps weights in '../secret'", () -> load(file));
        }
    }

    @Test
    void graphsNestedWithoutEnd_areRefused() throws IOException {
        Path file = TinyModels.write(TinyModels.nested(60), folder);

        assertThrows(Reason.MODEL_REFUSED, "its graphs are nested too deep", () -> load(file));
    }

    @Test
    void modelCutOffAnywhere_isRefusedOrRunsButNothingElse() throws Exception {
        byte[] whole = BaseModel.fashionCnn().read();
        for (int length = 0; length < whole.length; length += whole.length / 20) {
            tryToRun(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void damagedModel_isRefusedOrRunsButNothingElse() throws Exception {
        byte[] whole = BaseModel.fashionCnn().read();
        var random = new Random(5);
        int refused = 0;
        for (int round = 0; round < 120; round++) {
            byte[] damaged = whole.clone();
            int reach = round % 2 == 0 ? 3_000 : damaged.length;
            for (int i = 0; i < 1 + round % 16; i++) {
                damaged[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
            }
            refused += tryToRun(damaged) ? 0 : 1;
        }
        assertThat(refused).isPositive();
    }

    @Test
    void oneSession_usedByManyThreads_givesEachItsOwnResults() throws Exception {
        try (Session session = load(TinyModels.linear());
                ExecutorService workers = Executors.newFixedThreadPool(4)) {
            List<Future<?>> done = new ArrayList<>();
            for (int worker = 0; worker < 4; worker++) {
                float mine = worker;
                done.add(workers.submit(() -> {
                    try (Invocation invocation = session.newInvocation(1)) {
                        for (int round = 0; round < 2_000; round++) {
                            assertThat(run(invocation, mine, round))
                                    .containsExactly(mine + 2 * round + 10, 3 * mine + 4 * round + 20);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : done) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void session_closedWhileItRuns_letsItsInvocationsEndAndRefusesNewOnes() throws Exception {
        SessionsUnderUse.closeWhileRunning(load(TinyModels.linear()), 1);
    }

    @Test
    void invocation_closed_runsNoMore() throws Exception {
        try (Session session = load(TinyModels.linear())) {
            Invocation invocation = session.newInvocation(1);
            invocation.close();
            invocation.close();

            assertThrows(Reason.CLOSED, "the invocation is closed", invocation::run);
        }
    }

    private boolean tryToRun(byte[] model) throws IOException {
        Path file = Files.write(folder.resolve("damaged.onnx"), model);
        try (Session session = load(file);
                Invocation invocation = session.newInvocation(1)) {
            invocation.run();
            return true;
        } catch (ModelException e) {
            assertThat(e).hasMessageNotContaining("null");
            return false;
        }
    }

    private static float[] run(Invocation invocation, float... input) throws ModelException {
        invocation.input(0).floats().put(0, input);
        invocation.run();
        float[] output = new float[invocation.output(0).spec().elementCount()];
        invocation.output(0).read(0, output);
        return output;
    }

    private Session load(ModelProto model) throws IOException, ModelException {
        return load(TinyModels.write(model, folder));
    }

    private static Session load(Path file) throws ModelException {
        return Runtimes.available().forFormat(ModelFormat.ONNX).load(file, LoadOptions.DEFAULT);
    }

    private static void assertThrows(Reason reason, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }
}
