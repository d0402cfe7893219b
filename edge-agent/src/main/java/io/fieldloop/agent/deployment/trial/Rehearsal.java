package io.fieldloop.agent.deployment.trial;

import io.fieldloop.agent.accelerator.Candidate;
import io.fieldloop.agent.accelerator.Finding;
import io.fieldloop.agent.accelerator.Finding.Fit;
import io.fieldloop.agent.accelerator.Finding.Unfit;
import io.fieldloop.agent.process.ResidentMemory;
import io.fieldloop.models.pack.Golden;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.pack.Preprocessing;
import io.fieldloop.models.pack.Preprocessing.OfImages;
import io.fieldloop.models.pack.Preprocessing.OfReadings;
import io.fieldloop.models.pack.Preprocessing.OfSound;
import io.fieldloop.models.pack.Variant;
import io.fieldloop.models.predict.Content;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.predict.Predictor;
import io.fieldloop.models.readings.ReadingsException;
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.Placement;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.message.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a trial does with the model, in whichever process: load it, compare its answers, measure it. */
public final class Rehearsal {
    /** How far outputs may be from the processor's, as a share of their size, where no golden sample sets a tolerance. */
    private static final double UNSAMPLED_TOLERANCE = 0.05;

    private final LocalPackage source;
    private final Runtimes runtimes;

    /** Prepares to try {@code source}, whose files were verified. */
    public Rehearsal(LocalPackage source, Runtimes runtimes) {
        this.source = source;
        this.runtimes = runtimes;
    }

    /**
     * Runs the model on every golden sample, then again and again to measure it, and last on the processor to compare.
     *
     * @return what was measured, not compared with any limit; or why the model must not serve
     */
    public Finding run(Candidate candidate) {
        try {
            List<Content> contents = contents();
            Variant variant = variant(candidate);
            Answers answers = new Answers();
            Measured measured = measured(variant, candidate.accelerator(), contents, answers);
            Answers reference =
                    candidate.accelerator().equals(Accelerator.CPU) ? answers : reference(variant, contents);
            return finding(measured, answers, reference);
        } catch (ModelException e) {
            return failed(
                    e.reason() == Reason.OUTPUT_INVALID
                            ? FailureCode.TRIAL_OUTPUT_WRONG
                            : FailureCode.TRIAL_LOAD_FAILED,
                    String.valueOf(e.getMessage()));
        } catch (ImageException | ReadingsException | IOException e) {
            return failed(FailureCode.TRIAL_LOAD_FAILED, "a golden sample cannot be read: " + e.getMessage());
        }
    }

    private record Measured(Stopwatch.Laps laps, long residentBytes, Placement placement) {}

    /** The golden samples, or something empty where there are none. */
    private List<Content> contents() throws IOException, ImageException, ReadingsException {
        Preprocessing preprocessing = source.manifest().preprocessing();
        List<Content> contents = new ArrayList<>();
        for (Golden golden : source.manifest().goldens()) {
            contents.add(Content.read(Bytes.wrap(Files.readAllBytes(source.file(golden.input()))), preprocessing));
        }
        return contents.isEmpty() ? List.of(Content.empty(preprocessing)) : contents;
    }

    /** What a stream asks at a time: of sound, that is not the whole of a golden sample. */
    private List<Content> measuredContents(List<Content> contents) {
        Preprocessing preprocessing = source.manifest().preprocessing();
        return switch (preprocessing) {
            case OfImages _, OfReadings _ -> contents;
            case OfSound _ -> List.of(Content.empty(preprocessing));
        };
    }

    private Variant variant(Candidate candidate) throws ModelException {
        return source.manifest().variants().stream()
                .filter(variant -> variant.name().equals(candidate.variant()))
                .findFirst()
                .orElseThrow(() -> new ModelException(
                        Reason.MANIFEST_MISMATCH, "the package has no variant " + candidate.variant()));
    }

    private Measured measured(Variant variant, Accelerator accelerator, List<Content> contents, Answers answers)
            throws ModelException, IOException {
        LoadOptions options = LoadOptions.DEFAULT.on(accelerator).observe();
        try (LoadedModel loaded = LoadedModel.load(source, variant, runtimes, options);
                Predictor predictor = loaded.newPredictor()) {
            answers.collect(predictor, variant, contents);
            // Before the measurement, which the record of the operators would slow down.
            Placement placement = loaded.placement();
            Stopwatch.Laps laps = Stopwatch.run(predictor, measuredContents(contents));
            return new Measured(
                    laps,
                    ResidentMemory.peakBytes(ProcessHandle.current().pid()).orElse(0),
                    placement);
        }
    }

    private Answers reference(Variant variant, List<Content> contents) throws ModelException {
        LoadOptions options = LoadOptions.DEFAULT.on(Accelerator.CPU);
        try (LoadedModel loaded = LoadedModel.load(source, variant, runtimes, options);
                Predictor predictor = loaded.newPredictor()) {
            Answers reference = new Answers();
            reference.collect(predictor, variant, contents);
            return reference;
        }
    }

    private Finding finding(Measured measured, Answers answers, Answers reference) {
        double distance = answers.distance(reference);
        return wrong(answers, reference)
                .or(() -> tooFar(distance, reference.magnitude()))
                .map(why -> failed(FailureCode.TRIAL_OUTPUT_WRONG, why))
                .orElseGet(() -> new Fit(
                        measured.laps().medianMicros(),
                        measured.laps().p95Micros(),
                        measured.laps().microjoules(),
                        measured.residentBytes(),
                        distance,
                        measured.placement()));
    }

    private Optional<String> wrong(Answers answers, Answers reference) {
        List<Golden> goldens = source.manifest().goldens();
        for (int i = 0; i < goldens.size(); i++) {
            Golden golden = goldens.get(i);
            Golden computed = new Golden(golden.input(), reference.predictions().get(i), golden.tolerance());
            Prediction actual = answers.predictions().get(i);
            Optional<String> objection = golden.objection(actual)
                    .or(() -> computed.objection(actual).map("the processor says otherwise: "::concat));
            if (objection.isPresent()) {
                return Optional.of("golden sample %d of %d is beyond its tolerance of %s: %s"
                        .formatted(i + 1, goldens.size(), golden.tolerance(), objection.get()));
            }
        }
        return Optional.empty();
    }

    private Optional<String> tooFar(double distance, double magnitude) {
        if (!Double.isFinite(distance)) {
            return Optional.of("an output has values that are no finite numbers");
        }
        return source.manifest().goldens().isEmpty() && distance > magnitude * UNSAMPLED_TOLERANCE
                ? Optional.of("an output differs by %s from what the processor computes, where values go up to %s"
                        .formatted(distance, magnitude))
                : Optional.empty();
    }

    private static Finding failed(FailureCode code, String detail) {
        return new Unfit(new Failure(code, detail));
    }
}
