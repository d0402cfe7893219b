package io.fieldloop.protocol.conformance;

import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.BehaviourReport;
import io.fieldloop.protocol.message.CaptureReport;
import io.fieldloop.protocol.message.CaptureRules;
import io.fieldloop.protocol.message.DayTraffic;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeploymentReport.Stage;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.message.DeviceMessage;
import io.fieldloop.protocol.message.DeviceState;
import io.fieldloop.protocol.message.EvictionReason;
import io.fieldloop.protocol.message.Hello;
import io.fieldloop.protocol.message.HubMessage;
import io.fieldloop.protocol.message.LedgerReport;
import io.fieldloop.protocol.message.Mask;
import io.fieldloop.protocol.message.Offer;
import io.fieldloop.protocol.message.Prediction.Box;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import io.fieldloop.protocol.message.Prediction.Detected;
import io.fieldloop.protocol.message.Prediction.Segmented;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.Region;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.SequenceRange;
import io.fieldloop.protocol.message.Serving;
import io.fieldloop.protocol.message.ShadowCounts;
import io.fieldloop.protocol.message.StreamCapture;
import io.fieldloop.protocol.message.Upload;
import io.fieldloop.protocol.message.Uptime;
import io.fieldloop.protocol.message.Vitals;
import io.fieldloop.protocol.sketch.Behaviour;
import io.fieldloop.protocol.sketch.Moments;
import io.fieldloop.protocol.sketch.Sketch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The messages that the vectors hold, by the name of their file. */
final class GoldenVectors {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123Z");
    private static final RolloutId ROLLOUT = RolloutId.of("0193a0f0-7c4e-7abc-8def-0123456789ab");
    private static final StreamName LINE = new StreamName("line");

    private GoldenVectors() {}

    static Map<String, DeviceMessage> deviceMessages() {
        Map<String, DeviceMessage> messages = new HashMap<>(states());
        messages.putAll(behaviours());
        var day = new DayTraffic(LocalDate.EPOCH.plusDays(20779), 1, 2, 3, 4, 5);
        var uptime = Optional.of(new Uptime(Long.MIN_VALUE, 86_400_000));
        messages.put("samples-timed", new SampleBatch(3, LINE, List.of(timed())));
        messages.put("hello-timed", new Hello("0.1.0", "Linux", "amd64", List.of(), NOON, uptime));
        messages.put("vitals-timed", new Vitals(NOON, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, List.of(), List.of(), uptime));
        messages.put(
                "vitals-traffic",
                new Vitals(NOON, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, List.of(day), List.of(), Optional.empty()));
        messages.put(
                "vitals-shadowed",
                new Vitals(NOON, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, List.of(), shadows(), Optional.empty()));
        messages.putAll(Map.of(
                "hello", new Hello("0.1.0", "Linux", "amd64", List.of("onnxruntime 1.29.0", "tflite 2.21.0"), NOON),
                "samples-classified", new SampleBatch(Long.MAX_VALUE, LINE, List.of(classified(), detected())),
                "samples-uploaded", new SampleBatch(42, LINE, List.of(uploaded())),
                "samples-segmented", new SampleBatch(1, LINE, List.of(segmented())),
                "ledger",
                        new LedgerReport(
                                42,
                                List.of(new LedgerReport.Account(
                                        LINE,
                                        10,
                                        5,
                                        2,
                                        Map.of(EvictionReason.TOO_LARGE, 1L, EvictionReason.OUTBOX_FULL, 2L)))),
                "ledger-empty", new LedgerReport(1, List.of(new LedgerReport.Account(LINE, 0, 0, 0, Map.of()))),
                "vitals", new Vitals(NOON, 1, 2, 3, 4, 5, 6, 7, 8, 1L << 40, 0, List.of(), List.of(), Optional.empty()),
                "vitals-suppressed",
                        new Vitals(NOON, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, List.of(), List.of(), Optional.empty()),
                "deployment-soaking",
                        new DeploymentReport(
                                ROLLOUT, 1, ModelRef.of("fashion", 2), Stage.SOAKING, Optional.empty(), NOON),
                "deployment-rejected",
                        new DeploymentReport(
                                ROLLOUT,
                                3,
                                ModelRef.of("fashion", 2),
                                Stage.REJECTED,
                                Optional.of(new Failure(FailureCode.TRIAL_OUTPUT_WRONG, "golden 2: 0.31 off")),
                                NOON)));
        return messages;
    }

    private static List<ShadowCounts> shadows() {
        return List.of(
                new ShadowCounts(LINE, new ModelName("fashion-large"), Optional.of(4), 100, 7, 3, 2),
                new ShadowCounts(
                        new StreamName("gate"), new ModelName("faces"), Optional.empty(), 1, 0, 0, Long.MAX_VALUE));
    }

    private static Map<String, DeviceMessage> states() {
        return Map.of(
                "state-serving",
                        new DeviceState(
                                true, NOON, List.of(new Serving(LINE, ModelRef.of("fashion", 2), "onnx-fp32", "cpu"))),
                "state-placed",
                        new DeviceState(
                                true,
                                NOON,
                                List.of(new Serving(
                                        LINE,
                                        ModelRef.of("fashion", 2),
                                        "tflite-int8",
                                        "tflite:/usr/lib/libedgetpu.so.1",
                                        Optional.of(Bytes.copyOf(ascii("a signed certificate")))))),
                "state-last-will", new DeviceState(false, Instant.EPOCH, List.of()),
                "state-capturing",
                        new DeviceState(
                                true, NOON, List.of(), Optional.of(new CaptureReport(3, Optional.empty())), List.of()),
                "state-rules",
                        new DeviceState(
                                true,
                                NOON,
                                List.of(),
                                Optional.empty(),
                                List.of(
                                        new StreamCapture(LINE, List.of("{\"rule\":\"random\",\"share\":0.2}")),
                                        new StreamCapture(new StreamName("gate"), List.of()))),
                "state-refusing",
                        new DeviceState(
                                true,
                                NOON,
                                List.of(),
                                Optional.of(new CaptureReport(4, Optional.of("there is no stream 'gate'"))),
                                List.of()));
    }

    private static Map<String, DeviceMessage> behaviours() {
        var scores = new Sketch(1, -70, List.of(2L, 0L, 3_000L));
        var latencies = new Sketch(0, 420, List.of(3_001L));
        Map<String, Long> classes = Map.of("Coat", 3_000L, "Shirt", 3L, "", 7L);
        List<Double> places = Collections.nCopies(Moments.PLACES, 0.125);
        return Map.of(
                "behaviour", behaviour(0, new Behaviour(scores, latencies, classes, Optional.empty())),
                "behaviour-embedded",
                        behaviour(
                                2,
                                new Behaviour(
                                        Sketch.EMPTY,
                                        Sketch.EMPTY,
                                        Map.of("", 5L),
                                        Optional.of(new Moments(5, places, places)))));
    }

    private static BehaviourReport behaviour(long lost, Behaviour behaviour) {
        return new BehaviourReport(
                Long.MIN_VALUE, LINE, ModelRef.of("fashion", 2), NOON, NOON.plusSeconds(300), lost, behaviour);
    }

    static Map<String, HubMessage> hubMessages() {
        return Map.of(
                "receipts", new Receipts(42, LINE, List.of(new SequenceRange(1, 4), new SequenceRange(6, 6))),
                "desired",
                        new DesiredState(
                                7,
                                List.of(new Offer(
                                        ROLLOUT, 1, ModelRef.of("fashion", 2), Sha256.of(ascii("manifest"))))),
                "desired-nothing", new DesiredState(8, List.of()),
                "desired-capture",
                        new DesiredState(
                                9,
                                List.of(),
                                Optional.of(
                                        new CaptureRules(3, "{\"streams\":[{\"name\":\"line\",\"capture\":[]}]}"))));
    }

    private static Sample classified() {
        return new Sample(
                1,
                NOON,
                "image/png",
                Bytes.copyOf(ascii("not really a picture")),
                ModelRef.of("fashion", 1),
                new Classified(List.of(new ClassScore("Coat", 0.5), new ClassScore("Shirt", 0.25))),
                List.of("random", "low-confidence"),
                0.75);
    }

    private static Sample detected() {
        return new Sample(
                Long.MAX_VALUE,
                NOON,
                "image/jpeg",
                Bytes.copyOf(new byte[0]),
                ModelRef.of("photo", 1),
                new Detected(List.of(new Box("Cat", 0.875, -0.125, 0, 0.5, 1))),
                List.of("random"),
                0);
    }

    private static Sample uploaded() {
        return new Sample(
                7,
                NOON,
                Optional.empty(),
                "audio/wav",
                Bytes.copyOf(new byte[0]),
                Optional.of(new Upload(Sha256.of(ascii("a long clip")), 1 << 21)),
                ModelRef.of("sound", 1),
                new Classified(List.of(new ClassScore("Alarm", 0.5))),
                List.of("random"),
                0.5);
    }

    private static Sample timed() {
        return new Sample(
                4,
                Instant.EPOCH,
                Optional.of(new Uptime(Long.MAX_VALUE, 250)),
                "image/png",
                Bytes.copyOf(ascii("a picture before the clock was set")),
                Optional.empty(),
                ModelRef.of("fashion", 1),
                new Classified(List.of()),
                List.of("random"),
                0.5);
    }

    private static Sample segmented() {
        var person = new Region("Person", 0.875, List.of(0, 300, 84));
        return new Sample(
                2,
                NOON,
                Optional.empty(),
                "image/png",
                Bytes.copyOf(new byte[0]),
                Optional.empty(),
                ModelRef.of("people", 1),
                new Segmented(new Mask(24, 16, 0.125, List.of(person))),
                List.of("low-confidence"),
                0.5);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
