package io.fieldloop.hub.behaviour;

import io.fieldloop.hub.behaviour.BehaviourPlot.Expected;
import io.fieldloop.hub.behaviour.BehaviourPlot.Point;
import io.fieldloop.protocol.sketch.Behaviour;
import io.fieldloop.protocol.sketch.BehaviourCounter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Merges windows into the points of a plot, however many windows there are. One thread at a time. */
final class Plotting {
    /** As many as a page can tell apart. */
    private static final int MOST_CLASSES = 8;

    private final Instant from;
    private final Duration each;
    private final BehaviourCounter[] counters;
    private final long[] lost;

    Plotting(Instant from, Instant until, int points) {
        this.from = from;
        this.each = Duration.between(from, until).dividedBy(points);
        this.counters = Stream.generate(BehaviourCounter::new).limit(points).toArray(BehaviourCounter[]::new);
        this.lost = new long[points];
    }

    /** Adds a window that ended within the time of the plot. */
    void add(Window window) {
        long place = each.isZero() ? 0 : Duration.between(from, window.to()).dividedBy(each);
        int point = Math.clamp(place, 0, counters.length - 1);
        counters[point].add(window.behaviour());
        lost[point] += window.lost();
    }

    BehaviourPlot plot(Optional<Profile> profile) {
        var sum = new BehaviourCounter();
        List<Behaviour> behaviours = new ArrayList<>();
        for (BehaviourCounter counter : counters) {
            Behaviour behaviour = counter.behaviour();
            behaviours.add(behaviour);
            sum.add(behaviour);
        }
        Behaviour all = sum.behaviour();
        List<String> classes = classes(all);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < counters.length; i++) {
            Behaviour behaviour = behaviours.get(i);
            points.add(Point.of(
                    begin(i),
                    begin(i + 1),
                    lost[i],
                    behaviour,
                    counts(behaviour, classes),
                    divergence(profile, behaviour)));
        }
        return new BehaviourPlot(
                from,
                begin(counters.length),
                profile.map(p -> Expected.of(p, counts(p.behaviour(), classes))).orElse(null),
                divergence(profile, all),
                classes,
                points);
    }

    private Instant begin(int point) {
        return from.plus(each.multipliedBy(point));
    }

    private static @Nullable Divergence divergence(Optional<Profile> profile, Behaviour behaviour) {
        return behaviour.answers() < DriftWatch.LEAST_ANSWERS
                ? null
                : profile.map(p -> Divergence.between(p.behaviour(), behaviour)).orElse(null);
    }

    private static List<String> classes(Behaviour all) {
        List<String> classes = all.classes().entrySet().stream()
                .filter(entry -> !entry.getKey().equals(Behaviour.OTHERS))
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_CLASSES)
                .map(Map.Entry::getKey)
                .toList();
        return Stream.concat(classes.stream(), Stream.of(Behaviour.OTHERS)).toList();
    }

    /** In the order of the classes, the last of which are the others. */
    private static List<Long> counts(Behaviour behaviour, List<String> classes) {
        Set<String> named = new HashSet<>(classes);
        named.remove(Behaviour.OTHERS);
        long others = behaviour.classes().entrySet().stream()
                .filter(entry -> !named.contains(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return classes.stream()
                .map(label -> named.contains(label) ? behaviour.classes().getOrDefault(label, 0L) : others)
                .toList();
    }
}
