package io.fieldloop.hub.registry;

import io.fieldloop.models.audio.AudioException;
import io.fieldloop.models.pack.FileRef;
import io.fieldloop.models.pack.Golden;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.ManifestJson;
import io.fieldloop.models.pack.PackageException;
import io.fieldloop.models.pack.Stage;
import io.fieldloop.models.pack.Variant;
import io.fieldloop.models.predict.Content;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.predict.Predictor;
import io.fieldloop.models.readings.ReadingsException;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelRuntime;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.message.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program of the child process that looks into a model that is not trusted: it loads each variant, puts down what
 * tensors it really has, has the preferred one answer the golden samples, and checks that the others answer alike.
 *
 * <p>Usage: {@code ModelInspection DRAFT FOLDER RESULT}: a manifest whose tensors and expected answers are placeholders, the
 * folder with its files, and where the finished manifest is written. Ends with 0, or with {@value #REFUSED} and the
 * reason as the only content of RESULT.
 */
final class ModelInspection {
    static final int REFUSED = 3;

    private final Runtimes runtimes;
    private final Path folder;

    private ModelInspection(Runtimes runtimes, Path folder) {
        this.runtimes = runtimes;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        Path result = Path.of(arguments[2]);
        try {
            Manifest draft = ManifestJson.read(Files.readAllBytes(Path.of(arguments[0])));
            var inspection = new ModelInspection(Runtimes.available(), Path.of(arguments[1]));
            Files.write(result, ManifestJson.write(inspection.finish(draft)));
        } catch (ModelException
                | ImageException
                | AudioException
                | ReadingsException
                | PackageException
                | IllegalArgumentException e) {
            Files.writeString(result, String.valueOf(e.getMessage()));
            System.exit(REFUSED);
        }
    }

    private Manifest finish(Manifest draft) throws ModelException, ImageException, ReadingsException, IOException {
        List<Variant> variants = new ArrayList<>();
        for (Variant variant : draft.variants()) {
            variants.add(withTensors(variant));
        }
        Manifest manifest = with(draft, variants, draft.goldens());
        return with(manifest, variants, answer(manifest));
    }

    private Variant withTensors(Variant variant) throws ModelException {
        ModelRuntime runtime = runtimes.forFormat(variant.format());
        List<Stage> stages = new ArrayList<>();
        for (Stage stage : variant.stages()) {
            Path file = folder.resolve(stage.file().sha256().hex());
            try (Session session = runtime.load(file, LoadOptions.DEFAULT)) {
                stages.add(new Stage(stage.file(), session.inputs(), session.outputs(), stage.link()));
            }
        }
        return new Variant(variant.name(), variant.format(), stages);
    }

    private List<Golden> answer(Manifest manifest)
            throws ModelException, ImageException, ReadingsException, IOException {
        List<Golden> goldens = manifest.goldens();
        for (Variant variant : manifest.variants()) {
            boolean preferred = variant.equals(manifest.variants().getFirst());
            try (LoadedModel model = load(manifest, variant);
                    Predictor predictor = model.newPredictor()) {
                goldens = preferred
                        ? expected(predictor, manifest, goldens)
                        : alike(predictor, manifest, variant, goldens);
            }
        }
        return goldens;
    }

    private LoadedModel load(Manifest manifest, Variant variant) throws ModelException {
        return LoadedModel.load(new LocalPackage(manifest, folder), variant, runtimes, LoadOptions.DEFAULT);
    }

    private List<Golden> expected(Predictor predictor, Manifest manifest, List<Golden> goldens)
            throws ModelException, ImageException, ReadingsException, IOException {
        List<Golden> answered = new ArrayList<>();
        for (Golden golden : goldens) {
            answered.add(new Golden(golden.input(), predict(predictor, manifest, golden.input()), golden.tolerance()));
        }
        return answered;
    }

    private List<Golden> alike(Predictor predictor, Manifest manifest, Variant variant, List<Golden> goldens)
            throws ModelException, ImageException, ReadingsException, IOException {
        for (Golden golden : goldens) {
            if (golden.objection(predict(predictor, manifest, golden.input())).isPresent()) {
                throw new IllegalArgumentException(
                        "variant '%s' answers golden sample %s otherwise than the preferred variant, beyond the tolerance of %s"
                                .formatted(variant.name(), golden.input().sha256(), golden.tolerance()));
            }
        }
        return goldens;
    }

    private Prediction predict(Predictor predictor, Manifest manifest, FileRef input)
            throws ModelException, ImageException, ReadingsException, IOException {
        byte[] golden = Files.readAllBytes(folder.resolve(input.sha256().hex()));
        return predictor.predict(Content.read(Bytes.wrap(golden), manifest.preprocessing()));
    }

    private static Manifest with(Manifest manifest, List<Variant> variants, List<Golden> goldens) {
        return new Manifest(
                manifest.model(),
                manifest.task(),
                variants,
                manifest.preprocessing(),
                manifest.postprocessing(),
                manifest.labels(),
                goldens,
                manifest.limits(),
                manifest.lineage(),
                manifest.createdAt());
    }
}
