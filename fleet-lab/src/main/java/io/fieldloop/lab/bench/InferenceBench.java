package io.fieldloop.lab.bench;

import io.fieldloop.lab.bench.Bound.AtMost;
import io.fieldloop.lab.bench.Bound.None;
import io.fieldloop.models.catalogue.AssetCache;
import io.fieldloop.models.catalogue.AssetMissingException;
import io.fieldloop.models.runtime.Invocation;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The product's way to a native library against a loop in C on the same library and model, one thread each. */
final class InferenceBench implements Bench {
    /**
     * A model to run.
     *
     * @param what it is called in the report
     * @param shapes of its inputs, as {@link Shapes} reads them
     * @param runs of one round
     */
    private record Subject(String what, String asset, String file, ModelFormat format, List<String> shapes, int runs) {}

    private static final List<Subject> SUBJECTS = List.of(
            new Subject(
                    "wake word, ONNX", "wake-word", "hello_deepa.onnx", ModelFormat.ONNX, List.of("1,25,96"), 100_000),
            new Subject(
                    "voice activity, ONNX",
                    "voice-activity",
                    "silero_vad_16k_op15.onnx",
                    ModelFormat.ONNX,
                    List.of("1,512", "2,1,128", "-"),
                    10_000),
            new Subject(
                    "text direction, ONNX",
                    "text-direction",
                    "ch_ppocr_mobile_v2.0_cls_infer.onnx",
                    ModelFormat.ONNX,
                    List.of("1,3,48,192"),
                    2_000),
            new Subject(
                    "faces, TensorFlow Lite",
                    "blazeface-tflite",
                    "short_range.tflite",
                    ModelFormat.TFLITE,
                    List.of("1,128,128,3"),
                    2_000));

    private static final double MOST_RATIO = 1.10;

    /** What a call may cost on top, in microseconds: less than the clock and the native call of a small model tell apart. */
    private static final double MOST_ON_TOP = 2;

    private static final double MOST_GARBAGE = 1024;
    private static final int WARM_UP_SHARE = 4;
    private static final int PREDICTIONS = 5_000;

    @Override
    public String name() {
        return "inference";
    }

    @Override
    public String about() {
        return "a call of a model, against a loop in C on the same native library";
    }

    @Override
    public List<Row> run(Setting setting) throws IOException, InterruptedException {
        var child = new Child(setting.work());
        List<Row> rows = new ArrayList<>();
        for (Subject subject : SUBJECTS) {
            setting.progress().accept(subject.what());
            rows.addAll(measure(subject, child, setting));
        }
        setting.progress().accept("clothes, ONNX");
        rows.addAll(prediction(child, setting));
        return rows;
    }

    /** All that the agent does with an image, against the network alone in C: what preprocessing and decoding add. */
    private static List<Row> prediction(Child child, Setting setting) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(setting.work().resolve("clothes"));
        Path model = Files.write(folder.resolve("model.onnx"), FashionVersions.base());
        List<String> tensors = tensors(ModelFormat.ONNX, model, List.of("1,1,28,28"));
        CompiledLoop loop = loop(ModelFormat.ONNX, child, setting.work());
        int runs = setting.repetitions(PREDICTIONS, 20);
        int warmUp = runs / WARM_UP_SHARE;
        List<String> options = List.of(folder.toString(), String.valueOf(warmUp), String.valueOf(runs));
        Timings anchor = loop.run(child, model, warmUp, runs, tensors);
        Timings ours = Timings.parse(child.java(PredictionLoop.class, options));
        for (int round = 1; round < setting.rounds(); round++) {
            anchor = loop.run(child, model, warmUp, runs, tensors).least(anchor);
            ours = Timings.parse(child.java(PredictionLoop.class, options)).least(ours);
        }
        String what = "clothes, ONNX, image to classes, ";
        return List.of(
                Row.against(anchor.p50(), what + "median", "µs", ours.p50(), new None()),
                Row.alone(what + "garbage", "B/call", ours.allocated(), new AtMost(MOST_GARBAGE)));
    }

    private static List<Row> measure(Subject subject, Child child, Setting setting)
            throws IOException, InterruptedException {
        Path model = model(subject);
        List<String> tensors =
                tensors(subject.format(), model, subject.shapes()); // loads the library, which the next line finds
        CompiledLoop loop = loop(subject.format(), child, setting.work());
        int runs = setting.repetitions(subject.runs(), 20);
        int warmUp = runs / WARM_UP_SHARE;
        Timings ours = null;
        Timings anchor = null;
        for (int round = 0; round < setting.rounds(); round++) {
            Timings inC = loop.run(child, model, warmUp, runs, tensors);
            Timings inJava = ours(subject, child, model, warmUp, runs);
            requireSame(inC, inJava, subject);
            anchor = anchor == null ? inC : inC.least(anchor);
            ours = ours == null ? inJava : inJava.least(ours);
        }
        if (ours == null || anchor == null) {
            throw new IllegalArgumentException("a bench takes at least one round");
        }
        return rows(subject, ours, anchor);
    }

    private static Timings ours(Subject subject, Child child, Path model, int warmUp, int runs)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(
                List.of(model.toString(), subject.format().name(), String.valueOf(warmUp), String.valueOf(runs)));
        options.addAll(subject.shapes());
        return Timings.parse(child.java(InvocationLoop.class, options));
    }

    private static List<Row> rows(Subject subject, Timings ours, Timings anchor) {
        return List.of(
                Row.against(
                        anchor.least(),
                        subject.what() + ", least",
                        "µs",
                        ours.least(),
                        new AtMost(Math.max(anchor.least() * MOST_RATIO, anchor.least() + MOST_ON_TOP))),
                Row.against(
                        anchor.p50(),
                        subject.what() + ", median",
                        "µs",
                        ours.p50(),
                        new AtMost(Math.max(anchor.p50() * MOST_RATIO, anchor.p50() + MOST_ON_TOP))),
                Row.against(anchor.p99(), subject.what() + ", 99 %", "µs", ours.p99(), new None()),
                Row.alone(subject.what() + ", garbage", "B/call", ours.allocated(), new AtMost(MOST_GARBAGE)));
    }

    /** The two must have computed the same, or they did not do the same work. */
    private static void requireSame(Timings inC, Timings inJava, Subject subject) throws IOException {
        if (Math.abs(inC.last() - inJava.last()) > 1e-4 * Math.max(1, Math.abs(inC.last()))) {
            throw new IOException(
                    "%s gives %s in C and %s in Java".formatted(subject.what(), inC.last(), inJava.last()));
        }
    }

    private static Path model(Subject subject) throws IOException {
        try {
            return AssetCache.ofUser().file(subject.asset(), subject.file());
        } catch (AssetMissingException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static CompiledLoop loop(ModelFormat format, Child child, Path work)
            throws IOException, InterruptedException {
        return switch (format) {
            case ONNX -> CompiledLoop.of("onnx_loop", NativeLibraries.loaded("libonnxruntime.so"), child, work);
            case TFLITE ->
                CompiledLoop.of("tflite_loop", NativeLibraries.loaded("libjnitensorflowlite.so"), child, work);
        };
    }

    /** The tensors of a batch of one, for the loop of ONNX Runtime; that of TensorFlow Lite asks the model itself. */
    static List<String> tensors(ModelFormat format, Path model, List<String> shapes) throws IOException {
        List<String> tensors = new ArrayList<>();
        try (Session session = Runtimes.available().forFormat(format).load(model, LoadOptions.DEFAULT);
                Invocation invocation = session.newInvocation(Shapes.parse(shapes))) {
            if (format == ModelFormat.ONNX) {
                invocation.run(); // the shapes of some outputs are known only then
                for (int i = 0; i < session.inputs().size(); i++) {
                    tensors.addAll(tensor("in", invocation.input(i).spec()));
                }
                for (int i = 0; i < session.outputs().size(); i++) {
                    tensors.addAll(tensor("out", invocation.output(i).spec()));
                }
            }
        } catch (ModelException e) {
            throw new IOException(model + " cannot be run: " + e.getMessage(), e);
        }
        return tensors;
    }

    private static List<String> tensor(String direction, TensorSpec spec) {
        String axes = spec.shape().stream().map(String::valueOf).collect(Collectors.joining(","));
        return List.of(
                direction,
                spec.name(),
                spec.type() == ElementType.FLOAT32 ? "f32" : "i64",
                String.valueOf(spec.sizeBytes()),
                axes.isEmpty() ? "-" : axes);
    }
}
