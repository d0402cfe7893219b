package io.fieldloop.lab.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What somebody asks the samples for.
 *
 * @param filters by what, in words
 * @param path of the hub's API
 */
record SearchQuestion(String filters, String path) {
    /** What is looked for together. */
    private static final List<List<Filter>> COMBINATIONS = List.of(
            List.of(),
            List.of(Filter.DEVICE),
            List.of(Filter.STREAM),
            List.of(Filter.TIME),
            List.of(Filter.VERSION),
            List.of(Filter.CLASS),
            List.of(Filter.CONFIDENCE),
            List.of(Filter.RULE),
            List.of(Filter.LABEL),
            List.of(Filter.DEVICE, Filter.STREAM),
            List.of(Filter.VERSION, Filter.CLASS),
            List.of(Filter.CLASS, Filter.CONFIDENCE),
            List.of(Filter.TIME, Filter.RULE, Filter.CLASS),
            List.of(Filter.STREAM, Filter.VERSION, Filter.LABEL),
            List.of(Filter.DEVICE, Filter.CLASS, Filter.CONFIDENCE, Filter.RULE),
            List.of(Filter.values()));

    private enum Filter {
        DEVICE,
        STREAM,
        TIME,
        VERSION,
        CLASS,
        CONFIDENCE,
        RULE,
        LABEL;

        String ask(SplittableRandom random) {
            return switch (this) {
                case DEVICE -> "device=search-" + random.nextInt(SearchRows.DEVICES);
                case STREAM -> "stream=line-" + random.nextInt(SearchRows.STREAMS);
                case TIME -> time(random);
                case VERSION ->
                    "model=%s&version=%d".formatted(SearchRows.MODEL, 1 + random.nextInt(SearchRows.VERSIONS));
                case CLASS -> "class=" + label(random);
                case CONFIDENCE -> confidence(random);
                case RULE -> "rule=" + SearchRows.RULES.get(random.nextInt(SearchRows.RULES.size()));
                case LABEL -> random.nextBoolean() ? "state=labelled" : "label=" + label(random);
            };
        }

        private static String label(SplittableRandom random) {
            int at = random.nextInt(SearchRows.CLASSES.size() + 1);
            return at < SearchRows.CLASSES.size() ? SearchRows.CLASSES.get(at) : SearchRows.RARE_CLASS;
        }

        private static String time(SplittableRandom random) {
            Duration day = Duration.ofDays(1);
            Instant from = SearchRows.BEGIN.plusSeconds(random.nextLong(SearchRows.SPAN.toSeconds()));
            return "from=%s&until=%s".formatted(from, from.plus(day));
        }

        private static String confidence(SplittableRandom random) {
            double least = random.nextDouble() * 0.95;
            return String.format(Locale.ROOT, "minConfidence=%.3f&maxConfidence=%.3f", least, least + 0.05);
        }
    }

    /** So many of each combination. */
    static List<SearchQuestion> some(long seed, int ofEach) {
        var random = new SplittableRandom(seed);
        return COMBINATIONS.stream()
                .flatMap(combination ->
                        Stream.generate(() -> of(combination, random)).limit(ofEach))
                .toList();
    }

    private static SearchQuestion of(List<Filter> combination, SplittableRandom random) {
        String filters = combination.isEmpty()
                ? "no filter"
                : combination.size() == Filter.values().length
                        ? "all filters"
                        : combination.stream()
                                .map(filter -> filter.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "));
        String asked = combination.stream().map(filter -> filter.ask(random)).collect(Collectors.joining("&"));
        return new SearchQuestion(filters, "/api/v1/samples?" + asked);
    }
}
