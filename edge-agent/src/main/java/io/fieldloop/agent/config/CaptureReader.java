package io.fieldloop.agent.config;

import static java.util.Objects.requireNonNull;

import io.fieldloop.agent.capture.CaptureRule;
import io.fieldloop.agent.capture.CaptureRule.Anomaly;
import io.fieldloop.agent.capture.CaptureRule.Around;
import io.fieldloop.agent.capture.CaptureRule.Drift;
import io.fieldloop.agent.capture.CaptureRule.Every;
import io.fieldloop.agent.capture.CaptureRule.Flicker;
import io.fieldloop.agent.capture.CaptureRule.HighEntropy;
import io.fieldloop.agent.capture.CaptureRule.LowConfidence;
import io.fieldloop.agent.capture.CaptureRule.Novelty;
import io.fieldloop.agent.capture.CaptureRule.OnRequest;
import io.fieldloop.agent.capture.CaptureRule.Outlier;
import io.fieldloop.agent.capture.CaptureRule.Quota;
import io.fieldloop.agent.capture.CaptureRule.RandomShare;
import io.fieldloop.agent.capture.CaptureRule.RareClass;
import io.fieldloop.agent.capture.CaptureRule.Shadow;
import io.fieldloop.agent.capture.CaptureRule.SmallMargin;
import io.fieldloop.agent.capture.CaptureSettings;
import io.fieldloop.agent.capture.MediaPolicy;
import io.fieldloop.agent.capture.MediaPolicy.ReadingsForm;
import io.fieldloop.agent.capture.MediaPolicy.SoundForm;
import io.fieldloop.agent.capture.NearDuplicates;
import io.fieldloop.agent.capture.Series;
import io.fieldloop.models.json.JsonFields;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.StreamName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what is captured of a stream. */
final class CaptureReader {
    /** By the name of the rule: which keys it has, and how it is made of them. */
    private static final Map<String, Form> FORMS = forms();

    private static final List<String> KEYS = Stream.concat(
                    Stream.of("rule"), FORMS.values().stream().flatMap(form -> form.keys.stream()))
            .distinct()
            .toList();
    private static final String SERIES = oneOf(Series.values());
    private static final String SOUND_FORMS = oneOf(SoundForm.values());
    private static final String READINGS_FORMS = oneOf(ReadingsForm.values());

    private CaptureReader() {}

    private static Map<String, Form> forms() {
        Map<String, Form> forms = new LinkedHashMap<>();
        forms.put("random", new Form(rule -> new RandomShare(rule.share("share")), "share"));
        forms.put("every", new Form(rule -> new Every(every(rule)), "every"));
        forms.put("low-confidence", new Form(rule -> new LowConfidence(rule.share("below")), "below"));
        forms.put("small-margin", new Form(rule -> new SmallMargin(rule.share("below")), "below"));
        forms.put("high-entropy", new Form(rule -> new HighEntropy(above(rule)), "above"));
        forms.put("quota", new Form(CaptureReader::quota, "label", "at-most", "per"));
        forms.put("rare-class", new Form(rule -> new RareClass(rule.share("below")), "below"));
        forms.put("flicker", new Form(rule -> new Flicker(above(rule)), "above"));
        forms.put("shadow", new Form(CaptureReader::shadow, "model", "one-in", "above"));
        forms.put("novelty", new Form(CaptureReader::novelty, "output", "beyond"));
        forms.put("drift", new Form(rule -> new Drift(above(rule), count(rule, "answers")), "above", "answers"));
        forms.put("anomaly", new Form(rule -> new Anomaly(series(rule), beyond(rule)), "series", "beyond"));
        forms.put("outlier", new Form(rule -> new Outlier(column(rule), beyond(rule)), "column", "beyond"));
        forms.put("on-request", new Form(CaptureReader::onRequest, "request", "label", "next"));
        forms.put("around", new Form(CaptureReader::around, "of", "before", "after", "max-bytes"));
        return forms;
    }

    static CaptureSettings read(Section stream) throws ConfigException {
        return settings(stream, stream.list("capture", CaptureReader::rule), nearDuplicates(stream), media(stream));
    }

    /** What streams capture that a document tells to, in place of what was configured. */
    static Map<StreamName, CaptureSettings> read(
            String document, Map<StreamName, CaptureSettings> configured, List<ModelName> shadows)
            throws ConfigException {
        String name = "capture rules";
        var root = Section.of(ConfigReader.compose(document, name), new Place(name, ""), List.of("streams"));
        Map<StreamName, CaptureSettings> settings = new HashMap<>(configured);
        Set<StreamName> told = new HashSet<>();
        for (Section stream : root.list("streams", CaptureReader::stream)) {
            StreamName key = ConfigReader.name(stream);
            CaptureSettings own = configured.get(key);
            if (own == null) {
                throw stream.error(
                        "name", "this device has no stream '%s'; it has %s".formatted(key, configured.keySet()));
            }
            if (!told.add(key)) {
                throw stream.error("name", "stream '%s' stands here twice; keep one".formatted(key));
            }
            settings.put(key, instead(stream, own));
            requireShadow(stream, settings.get(key), shadows);
        }
        return settings;
    }

    /** Only a model that the device may have loaded for it can be a shadow. */
    static void requireShadow(Section stream, CaptureSettings settings, List<ModelName> shadows)
            throws ConfigException {
        Optional<ModelName> model = settings.shadow().map(Shadow::model);
        if (model.isPresent() && !shadows.contains(model.get())) {
            throw stream.error(
                    "capture",
                    "the 'shadow' rule names model '%s', but the 'shadows' of this device are %s"
                            .formatted(model.get(), shadows));
        }
    }

    private static Section stream(Node node, Place place) throws ConfigException {
        return Section.of(node, place, List.of("name", "capture", "also", "near-duplicates", "media"));
    }

    private static CaptureSettings instead(Section stream, CaptureSettings own) throws ConfigException {
        List<CaptureRule> rules =
                new ArrayList<>(stream.has("capture") ? stream.list("capture", CaptureReader::rule) : own.rules());
        rules.addAll(stream.list("also", CaptureReader::rule));
        return settings(
                stream,
                rules,
                stream.has("near-duplicates") ? nearDuplicates(stream) : own.nearDuplicates(),
                stream.has("media") ? media(stream) : own.media());
    }

    private static Optional<NearDuplicates> nearDuplicates(Section stream) throws ConfigException {
        if (!stream.has("near-duplicates")) {
            return Optional.empty();
        }
        Section alike = stream.section("near-duplicates", List.of("distance", "among", "within"));
        return Optional.of(new NearDuplicates(
                (int) alike.count("distance", Defaults.NEAR_DISTANCE),
                (int) alike.count("among", Defaults.NEAR_AMONG),
                alike.duration("within", Defaults.NEAR_WITHIN)));
    }

    private static MediaPolicy media(Section stream) throws ConfigException {
        Section media = stream.section("media", List.of("jpeg-quality", "sound", "readings"));
        OptionalInt quality = media.has("jpeg-quality")
                ? OptionalInt.of((int) media.requiredCount("jpeg-quality", Defaults.MEDIA_JPEG_QUALITY))
                : OptionalInt.empty();
        return new MediaPolicy(
                quality,
                media.optional("sound", SoundForm.AS_IS, SOUND_FORMS, text -> named(SoundForm.values(), text)),
                media.optional(
                        "readings", ReadingsForm.AS_IS, READINGS_FORMS, text -> named(ReadingsForm.values(), text)));
    }

    private static CaptureSettings settings(
            Section stream, List<CaptureRule> rules, Optional<NearDuplicates> nearDuplicates, MediaPolicy media)
            throws ConfigException {
        try {
            return new CaptureSettings(rules, nearDuplicates, media);
        } catch (IllegalArgumentException e) {
            throw stream.error("capture", String.valueOf(e.getMessage()));
        }
    }

    private static CaptureRule rule(Node node, Place place) throws ConfigException {
        var rule = Section.of(node, place, KEYS);
        String name = rule.required(
                "rule", oneOf(FORMS.keySet()), text -> Optional.of(text).filter(FORMS::containsKey));
        Form form = requireNonNull(FORMS.get(name));
        List<String> foreign = new ArrayList<>(KEYS);
        foreign.removeAll(form.keys);
        foreign.remove("rule");
        ConfigReader.refuse(rule, foreign, name + " rule");
        try {
            return form.reader.read(rule);
        } catch (IllegalArgumentException e) {
            throw rule.error(null, String.valueOf(e.getMessage()));
        }
    }

    private static Quota quota(Section rule) throws ConfigException {
        return new Quota(label(rule), count(rule, "at-most"), rule.requiredDuration("per", Defaults.CAPTURE_PER));
    }

    private static Novelty novelty(Section rule) throws ConfigException {
        return new Novelty(text(rule, "output", "an output of the model"), beyond(rule));
    }

    private static Shadow shadow(Section rule) throws ConfigException {
        return new Shadow(
                rule.required("model", ConfigReader.EXAMPLE_NAME, text -> Optional.of(new ModelName(text))),
                rule.count("one-in", Defaults.CAPTURE_ONE_IN),
                above(rule));
    }

    private static OnRequest onRequest(Section rule) throws ConfigException {
        String request = rule.required("request", ConfigReader.EXAMPLE_NAME, Optional::of);
        return new OnRequest(request, label(rule), count(rule, "next"));
    }

    private static Around around(Section rule) throws ConfigException {
        return new Around(
                rule.list("of", Section::text),
                rule.requiredDuration("before", Defaults.CAPTURE_AROUND),
                rule.requiredDuration("after", Defaults.CAPTURE_AROUND),
                rule.size("max-bytes", Defaults.CAPTURE_MAX_BYTES).bytes());
    }

    private static Duration every(Section rule) throws ConfigException {
        return rule.requiredDuration("every", Defaults.CAPTURE_EVERY);
    }

    private static double above(Section rule) throws ConfigException {
        return rule.requiredDecimal("above", Defaults.CAPTURE_ABOVE);
    }

    private static double beyond(Section rule) throws ConfigException {
        return rule.requiredDecimal("beyond", Defaults.CAPTURE_BEYOND);
    }

    private static long count(Section rule, String key) throws ConfigException {
        return rule.requiredCount(key, Defaults.CAPTURE_COUNT);
    }

    private static Series series(Section rule) throws ConfigException {
        return rule.required("series", SERIES, text -> named(Series.values(), text));
    }

    private static String column(Section rule) throws ConfigException {
        return rule.required("column", "a column of the readings, such as vibration", Optional::of);
    }

    private static Optional<String> label(Section rule) throws ConfigException {
        return text(rule, "label", "a class of the model");
    }

    private static Optional<String> text(Section rule, String key, String expected) throws ConfigException {
        return rule.optional(key, Optional.empty(), expected, text -> Optional.of(Optional.of(text)));
    }

    private static <T extends Enum<T>> Optional<T> named(T[] constants, String text) {
        return Arrays.stream(constants)
                .filter(constant -> JsonFields.word(constant).equals(text))
                .findFirst();
    }

    private static String oneOf(Enum<?>[] constants) {
        return oneOf(Arrays.stream(constants).map(JsonFields::word).toList());
    }

    private static String oneOf(Collection<String> words) {
        return "one of " + String.join(", ", words);
    }

    /** How a rule is written. */
    private record Form(Reader reader, List<String> keys) {
        Form(Reader reader, String... keys) {
            this(reader, List.of(keys));
        }
    }

    @FunctionalInterface
    private interface Reader {
        CaptureRule read(Section rule) throws ConfigException;
    }
}
