package io.fieldloop.agent.config;

import io.fieldloop.agent.accelerator.AcceleratorRules;
import io.fieldloop.agent.accelerator.Policy;
import io.fieldloop.agent.accelerator.Preference;
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.protocol.ModelName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the list {@code accelerators}. */
final class AcceleratorReader {
    private static final String EXAMPLE = "an accelerator such as cuda or tflite:/usr/lib/libedgetpu.so.1";
    private static final List<String> POLICIES = List.of("require", "prefer", "forbid-fallback");

    private AcceleratorReader() {}

    /** One item of the list; without a model it is for all that have none of their own. */
    private record Rule(Optional<ModelName> model, Preference preference) {}

    static AcceleratorRules read(Section root) throws ConfigException {
        Map<Optional<ModelName>, Preference> preferences = new HashMap<>();
        for (Rule rule : root.list("accelerators", AcceleratorReader::rule)) {
            if (preferences.put(rule.model(), rule.preference()) != null) {
                throw root.error(
                        "accelerators",
                        "two items are for %s; keep one of them"
                                .formatted(rule.model()
                                        .map(model -> "model '" + model + "'")
                                        .orElse("all other models")));
            }
        }
        Preference others = Optional.ofNullable(preferences.remove(Optional.<ModelName>empty()))
                .orElse(Preference.NONE);
        Map<ModelName, Preference> byModel = new HashMap<>();
        preferences.forEach((model, preference) -> byModel.put(model.orElseThrow(), preference));
        return new AcceleratorRules(byModel, others);
    }

    private static Rule rule(Node node, Place place) throws ConfigException {
        var rule = Section.of(node, place, List.of("model", "policy", "candidates"));
        Optional<ModelName> model = rule.has("model")
                ? Optional.of(
                        rule.required("model", ConfigReader.EXAMPLE_NAME, text -> Optional.of(new ModelName(text))))
                : Optional.empty();
        Policy policy = rule.optional("policy", Policy.PREFER, String.join(", ", POLICIES), AcceleratorReader::policy);
        List<Accelerator> candidates = rule.list("candidates", AcceleratorReader::candidate);
        if (candidates.isEmpty()) {
            throw rule.error(null, "at least one accelerator must be named under 'candidates'");
        }
        try {
            return new Rule(model, new Preference(policy, candidates));
        } catch (IllegalArgumentException e) {
            throw rule.error("candidates", String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Policy> policy(String text) {
        return switch (text) {
            case "require" -> Optional.of(Policy.REQUIRE);
            case "prefer" -> Optional.of(Policy.PREFER);
            case "forbid-fallback" -> Optional.of(Policy.FORBID_FALLBACK);
            default -> Optional.empty();
        };
    }

    /** A name alone, or with options. */
    private static Accelerator candidate(Node node, Place place) throws ConfigException {
        try {
            if (node instanceof ScalarNode name) {
                return Accelerator.of(name.getValue(), Map.of());
            }
            var candidate = Section.of(node, place, List.of("name", "options"));
            String name = candidate.required("name", EXAMPLE, Optional::of);
            return Accelerator.of(name, candidate.texts("options"));
        } catch (IllegalArgumentException e) {
            throw place.error(node, "expected %s; %s%s".formatted(EXAMPLE, e.getMessage(), suggestion(node)));
        }
    }

    private static String suggestion(Node node) {
        return node instanceof ScalarNode name ? Spelling.question(name.getValue(), Accelerator.names()) : "";
    }
}
