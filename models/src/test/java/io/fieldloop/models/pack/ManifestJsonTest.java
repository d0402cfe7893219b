package io.fieldloop.models.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.protocol.FailureCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestJsonTest {
    private static final String CLASSIFIER = text(ManifestJson.write(TestManifests.classifier()));
    private static final String DETECTOR = text(ManifestJson.write(TestManifests.detector()));

    private static final String SEGMENTER = text(ManifestJson.write(TestManifests.segmenter()));
    private static final String READER = text(ManifestJson.write(TestManifests.reader()));
    private static final String LISTENER = text(ManifestJson.write(TestManifests.listener()));

    @Test
    void manifest_writtenAndRead_isTheSame() throws PackageException {
        assertThat(ManifestJson.read(bytes(CLASSIFIER))).isEqualTo(TestManifests.classifier());
        assertThat(ManifestJson.read(bytes(DETECTOR))).isEqualTo(TestManifests.detector());
        assertThat(ManifestJson.read(bytes(SEGMENTER))).isEqualTo(TestManifests.segmenter());
        assertThat(ManifestJson.read(bytes(LISTENER))).isEqualTo(TestManifests.listener());
        assertThat(ManifestJson.read(bytes(READER))).isEqualTo(TestManifests.reader());
    }

    @Test
    void manifest_writtenAgain_hasTheSameBytes() throws PackageException {
        assertThat(ManifestJson.write(ManifestJson.read(bytes(CLASSIFIER)))).isEqualTo(bytes(CLASSIFIER));
        assertThat(ManifestJson.write(ManifestJson.read(bytes(DETECTOR)))).isEqualTo(bytes(DETECTOR));
    }

    @Test
    void manifest_written_keepsItsForm() {
        assertThat(CLASSIFIER)
                .startsWith("""
                        {"schema":1,"model":"fashion","version":7,"task":"image-classification",\
                        "createdAt":"2026-11-22T17:00:00.123456Z","variants":[{"name":"tflite-int8","format":"tflite",\
                        "file":{"sha256":"c4252212""")
                .contains("""
                        "postprocessing":{"type":"top-classes","output":"logits","activation":"softmax","count":2}""")
                .contains("\"quantisation\":{\"scale\":0.0078125,\"zeroPoint\":-1}")
                .contains("\"limits\":{\"latencyMicros\":1500,\"memoryBytes\":67108864}");
    }

    @Test
    void unknownFields_areIgnored() throws PackageException {
        String newer = CLASSIFIER
                .replaceFirst("\\{", "{\"later\":{\"deep\":[1,2.5,true,{}]},")
                .replace("\"limits\":{", "\"limits\":{\"watts\":3,");

        assertThat(ManifestJson.read(bytes(newer))).isEqualTo(TestManifests.classifier());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "schema":1                 | "schema":2                 | schema 2 is not 1
                    "version":7                | "version":"7"              | field 'version' is a text, but should be a whole number
                    "version":7                | "version":7000000000       | field 'version' is beyond 32 bits
                    "version":7                | "version":0                | version of model fashion must be at least 1
                    "task":"image-class        | "task":"image-glass        | field 'task' is 'image-glassification', which is none of [image-classification, object-detection, image-segmentation, sound-events, readings-classification]
                    "format":"tflite"          | "format":"TFLITE"          | field 'variants[0].format'
                    "sha256":"                 | "sha256":"Z                | field 'variants[0].file': a SHA-256 must be
                    "sizeBytes":2              | "sizeBytes":-2             | field 'variants[0].file': file
                    "sizeBytes":2              | "sizeBytes":2.5            | field 'variants[0].file.sizeBytes' is a number, but should be a whole number
                    "sizeBytes":2              | "sizes":2                  | field 'variants[0].file.sizeBytes' is missing
                    "shape":[1,                | "shape":[-2,               | field 'variants[0].inputs[0]': tensor 'image' has the impossible shape
                    "shape":[1,                | "shape":[2000000000,       | field 'variants[0].inputs[0]': tensor 'image' has the impossible shape
                    "shape":[1,                | "shape":[1,1,1,1,1,1,1,1,1, | at most 8 are supported
                    "scale":0.0078125          | "scale":0                  | field 'variants[0].inputs[0].quantisation': the scale
                    "scale":0.0078125          | "scale":1e999              | a number is not finite
                    "width":300                | "width":9000               | field 'preprocessing': an input must be 1 to 8192 pixels
                    "mean":[0.5,0.4,0.3]       | "mean":[0.5]               | field 'preprocessing': RGB needs 3 means
                    "mean":[0.5,               | "mean":["0.5",             | field 'preprocessing.mean' is a text, but should be a number
                    "type":"top-classes"       | "type":"magic"             | field 'postprocessing': type 'magic' is none of top-classes, ssd-boxes, class-mask and threshold-events
                    "output":"logits"          | "output":"nothing"         | variant 'tflite-int8' has no output 'nothing'
                    "count":2                  | "count":1001               | field 'postprocessing': count must be within 1 to 1000
                    "labels":["shirt",         | "labels":["shirt","shirt", | the names of labels must differ
                    "tolerance":0.02           | "tolerance":2              | field 'goldens[0]': tolerance must be within 0 to 1
                    "expected":{"classes":[{   | "expected":{"classes":[[{  | field 'goldens[0].expected.classes[0]' is a list, but should be an object
                    "origin":"retrained        | "origin":null,"x":"        | null is not used
                    "createdAt":"2026          | "createdAt":"late          | field 'createdAt' is no time
                    """)
    void fieldThatIsWrong_isNamed(String right, String wrong, String message) {
        String json = CLASSIFIER.replace(right, wrong);
        if (wrong.contains("[[{")) {
            json = json.replace("0.25}]}", "0.25}]]}");
        }

        assertThat(json).isNotEqualTo(CLASSIFIER);
        assertInvalid(bytes(json), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "type":"sound"             | "type":"smell"             | field 'preprocessing': type 'smell' is none of image, sound and readings
                    "frame":400                | "frame":100                | field 'preprocessing': frame must be within 1 to 1048576 and hop within 1 to frame, not 100 and 160
                    "sampleRate":16000         | "sampleRate":1             | field 'preprocessing': sampleRate must be within 8000 to 192000
                    "release":0.25             | "release":0.75             | field 'postprocessing': release and threshold
                    "window":                  | "pane":                    | stage 2 must have a window
                    "rows":2                   | "rows":0                   | field 'variants[0].stages[1].window': rows must be
                    "output":"next"            | "exit":"next"              | field 'variants[0].stages[1].carries[0].output' is missing
                    "input":"rate"             | "input":"state"            | field 'variants[0].stages[1]': at most 64 tensors may be carried or constant, and each only once
                    "value":16000              | "value":160000000000       | field 'variants[0].stages[1].constants[0].value' is beyond 32 bits
                    "sound-events"             | "object-detection"         | postprocessing is for SOUND_EVENTS, but the task is OBJECT_DETECTION
                    """)
    void fieldOfAChainThatIsWrong_isNamed(String right, String wrong, String message) {
        assertThat(LISTENER).contains(right);
        assertInvalid(bytes(LISTENER.replace(right, wrong)), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "rows":32                  | "rows":0                   | field 'preprocessing': a window has 1 to 1048576 numbers, not 0 rows of 2 columns
                    "rows":32                  | "rows":600000              | field 'preprocessing': a window has 1 to 1048576 numbers
                    "columns":["x",            | "columns":["y",            | field 'preprocessing': every column must have a name of its own
                    "order":"columns-first"    | "order":"any"              | field 'preprocessing.order' is 'any'
                    "mean":[0.5,               | "mean":[1,0.5,             | field 'preprocessing': 2 columns need as many means and deviations, not 3 and 2
                    "deviation":[2.0,          | "deviation":[0,            | field 'preprocessing': every mean must be a finite number, and every deviation above 0
                    "readings-classification"  | "image-classification"     | preprocessing is for READINGS_CLASSIFICATION, but the task is IMAGE_CLASSIFICATION
                    """)
    void fieldOfReadingsThatIsWrong_isNamed(String right, String wrong, String message) {
        assertThat(READER).contains(right);
        assertInvalid(bytes(READER.replace(right, wrong)), message);
    }

    @Test
    void chainForImages_isRefused() {
        String stages = LISTENER.substring(LISTENER.indexOf("\"variants\""), LISTENER.indexOf("\"preprocessing\""));
        String variants =
                CLASSIFIER.substring(CLASSIFIER.indexOf("\"variants\""), CLASSIFIER.indexOf("\"preprocessing\""));

        assertInvalid(
                bytes(CLASSIFIER.replace(variants, stages).replace("\"logits\"", "\"score\"")),
                "variant 'onnx-fp32' must be one model without a window and a state");
    }

    @Test
    void postprocessingForAnotherTask_isRefused() {
        assertInvalid(
                bytes(DETECTOR.replace("object-detection", "image-classification")),
                "postprocessing is for OBJECT_DETECTION, but the task is IMAGE_CLASSIFICATION");
    }

    @Test
    void fieldThatStandsTwice_isRefused() {
        assertInvalid(bytes(CLASSIFIER.replace("\"version\":7", "\"version\":7,\"version\":8")), "Duplicate field");
    }

    @Test
    void jsonOfGreatDepth_isRefused() {
        assertInvalid(bytes("[".repeat(10_000)), "a JSON object was expected");
        assertInvalid(bytes("{\"schema\":1,\"x\":" + "[".repeat(10_000)), "not JSON: ");
        assertInvalid(bytes("{\"schema\":1,\"x\":" + "{\"x\":".repeat(10_000)), "not JSON: ");
    }

    @Test
    void jsonOfManyValues_isRefused() {
        assertInvalid(bytes("{\"schema\":1,\"x\":[" + "1,".repeat(300_000) + "1]}"), "more than 200000 values");
    }

    @Test
    void moreLabelsThanAllowed_areRefused() {
        StringBuilder labels = new StringBuilder("\"labels\":[");
        for (int i = 0; i <= Manifest.MAX_LABELS; i++) {
            labels.append('"').append(i).append("\",");
        }

        assertInvalid(bytes(CLASSIFIER.replace("\"labels\":[", labels)), "there must be 1 to 10000 labels");
    }

    @Test
    void textsAndNumbersBeyondTheirBounds_areRefused() {
        assertInvalid(bytes(CLASSIFIER.replace("retrained", "r".repeat(5_000))), "not JSON: String");
        assertInvalid(bytes(CLASSIFIER.replace("\"version\":7", "\"version\":" + "7".repeat(5_000))), "not JSON: ");
        assertInvalid(bytes(CLASSIFIER.replace("\"version\":7", "\"version\":" + "7".repeat(25))), "beyond 64 bits");
        assertInvalid(new byte[ManifestJson.MAX_SIZE_BYTES + 1], "at most 2097152 are read");
    }

    @Test
    void bytesAfterTheManifest_areRefused() {
        assertInvalid(bytes(CLASSIFIER + "{}"), "something follows");
    }

    @Test
    void manifestCutOffAnywhere_isRefused() {
        byte[] whole = bytes(CLASSIFIER);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertRefused(() -> ManifestJson.read(part));
        }
    }

    @Test
    void manifestWithChangedBytes_isReadOrRefusedButNothingElse() {
        var random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            byte[] changed = bytes(List.of(CLASSIFIER, DETECTOR, LISTENER).get(round % 3));
            for (int i = 0; i <= random.nextInt(3); i++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(ManifestJson.read(changed)).isNotNull();
            } catch (PackageException e) {
                assertThat(e.code()).isEqualTo(FailureCode.MANIFEST_INVALID);
            }
        }
    }

    private static void assertInvalid(byte[] json, String message) {
        assertThatThrownBy(() -> ManifestJson.read(json))
                .isInstanceOfSatisfying(
                        PackageException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.MANIFEST_INVALID))
                .hasMessageContaining(message);
    }

    private static void assertRefused(ThrowingCallable read) {
        assertThatThrownBy(read).isInstanceOf(PackageException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
