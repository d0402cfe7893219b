package io.fieldloop.lab.bench;

import io.fieldloop.lab.bench.Bound.AtMost;
import io.fieldloop.lab.bench.Bound.None;
import io.fieldloop.models.catalogue.AssetCache;
import io.fieldloop.models.catalogue.AssetMissingException;
import io.fieldloop.models.runtime.ModelFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Whether a device that gets a new model again and again needs more and more memory. */
final class ReloadBench implements Bench {
    private static final int RELOADS = 1_000;
    private static final double MEBIBYTE = 1 << 20;

    /** What may be added between the first tenth of the reloads and the last: less than one of the models. */
    private static final double MOST_GROWTH = 4;

    @Override
    public String name() {
        return "reload";
    }

    @Override
    public String about() {
        return "resident memory over 1,000 reloads of a model, for each runtime";
    }

    @Override
    public List<Row> run(Setting setting) throws IOException, InterruptedException {
        List<Double> onnx = reload(
                setting, ModelFormat.ONNX, "text-direction", "ch_ppocr_mobile_v2.0_cls_infer.onnx", "1,3,48,192");
        List<Double> tflite =
                reload(setting, ModelFormat.TFLITE, "blazeface-tflite", "short_range.tflite", "1,128,128,3");
        Path picture = setting.pictures().resolve("reload.svg");
        Files.writeString(
                picture,
                new LinePlot("Resident memory over reloads of a model", "reloads", "MiB")
                        .with("ONNX Runtime", onnx)
                        .with("TensorFlow Lite", tflite)
                        .svg());
        setting.progress().accept("the curves: " + picture);
        List<Row> rows = new ArrayList<>(rows("ONNX Runtime", onnx));
        rows.addAll(rows("TensorFlow Lite", tflite));
        return rows;
    }

    private static List<Double> reload(Setting setting, ModelFormat format, String asset, String file, String shape)
            throws IOException, InterruptedException {
        int reloads = setting.repetitions(RELOADS, 20);
        setting.progress().accept("%d reloads, %s".formatted(reloads, format));
        try {
            Path model = AssetCache.ofUser().file(asset, file);
            String printed = new Child(setting.work())
                    .java(ReloadLoop.class, List.of(model.toString(), format.name(), String.valueOf(reloads), shape));
            return printed.lines()
                    .map(bytes -> Long.parseLong(bytes) / MEBIBYTE)
                    .toList();
        } catch (AssetMissingException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static List<Row> rows(String runtime, List<Double> resident) {
        int tenth = resident.size() / 10;
        double early = median(resident.subList(tenth, 2 * tenth));
        double late = median(resident.subList(resident.size() - tenth, resident.size()));
        return List.of(
                Row.alone(runtime + ", after the second tenth", "MiB", early, new None()),
                Row.alone(runtime + ", after the last tenth", "MiB", late, new AtMost(early + MOST_GROWTH)),
                Row.alone(runtime + ", highest", "MiB", Collections.max(resident), new None()));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
