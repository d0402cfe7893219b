package io.fieldloop.agent.deployment.trial;

import io.fieldloop.agent.deployment.Trial.Verdict;
import io.fieldloop.models.pack.Golden;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.pack.Preprocessing;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.predict.Predictor;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.message.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a trial does with the model, in whichever process: load it, compare its answers, measure it. */
public final class Rehearsal {
    private static final int RUNS = 50;
    private static final long MEASURING_NANOS = 2_000_000_000L;

    private final LocalPackage candidate;
    private final Runtimes runtimes;

    /** Prepares to try {@code candidate}, whose files were verified. */
    public Rehearsal(LocalPackage candidate, Runtimes runtimes) {
        this.candidate = candidate;
        this.runtimes = runtimes;
    }

    /**
     * Runs the model on every golden sample, and then again and again to measure it.
     *
     * @return the measured latency and memory, not compared with any limit; or why the model must not serve
     */
    public Verdict run() {
        try (LoadedModel loaded = LoadedModel.load(candidate, runtimes, LoadOptions.DEFAULT);
                Predictor predictor = loaded.newPredictor()) {
            List<Image> images = images();
            Optional<Verdict> wrong = wrong(predictor, images);
            return wrong.isPresent()
                    ? wrong.get()
                    : new Verdict.Passed(medianMicros(predictor, images), ResidentMemory.peakBytes());
        } catch (ModelException e) {
            return failed(
                    e.reason() == ModelException.Reason.OUTPUT_INVALID
                            ? FailureCode.TRIAL_OUTPUT_WRONG
                            : FailureCode.TRIAL_LOAD_FAILED,
                    String.valueOf(e.getMessage()));
        } catch (ImageException | IOException e) {
            return failed(FailureCode.TRIAL_LOAD_FAILED, "a golden sample cannot be read: " + e.getMessage());
        }
    }

    private List<Image> images() throws IOException, ImageException {
        List<Image> images = new ArrayList<>();
        for (Golden golden : candidate.manifest().goldens()) {
            images.add(ImageReader.read(Bytes.wrap(Files.readAllBytes(candidate.file(golden.input())))));
        }
        return images;
    }

    private Optional<Verdict> wrong(Predictor predictor, List<Image> images) throws ModelException {
        List<Golden> goldens = candidate.manifest().goldens();
        for (int i = 0; i < images.size(); i++) {
            Golden golden = goldens.get(i);
            Prediction actual = predictor.predict(images.get(i));
            Optional<String> objection = golden.objection(actual);
            if (objection.isPresent()) {
                return Optional.of(failed(
                        FailureCode.TRIAL_OUTPUT_WRONG,
                        "golden sample %d of %d is beyond its tolerance of %s: %s"
                                .formatted(i + 1, images.size(), golden.tolerance(), objection.get())));
            }
        }
        return Optional.empty();
    }

    private long medianMicros(Predictor predictor, List<Image> images) throws ModelException {
        List<Image> inputs = images.isEmpty() ? List.of(blank()) : images;
        Prediction _ = predictor.predict(inputs.getFirst());
        long[] nanos = new long[RUNS];
        int runs = 0;
        for (long begin = System.nanoTime(); runs < RUNS && System.nanoTime() - begin < MEASURING_NANOS; runs++) {
            long start = System.nanoTime();
            Prediction _ = predictor.predict(inputs.get(runs % inputs.size()));
            nanos[runs] = System.nanoTime() - start;
        }
        Arrays.sort(nanos, 0, runs);
        return nanos[runs / 2] / 1000;
    }

    private Image blank() {
        Preprocessing input = candidate.manifest().preprocessing();
        return new Image(input.width(), input.height(), new int[input.width() * input.height()]);
    }

    private static Verdict failed(FailureCode code, String detail) {
        return new Verdict.Failed(new Failure(code, detail));
    }
}
