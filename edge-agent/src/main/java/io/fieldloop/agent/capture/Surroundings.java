package io.fieldloop.agent.capture;

import io.fieldloop.agent.capture.CaptureRule.Around;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds the latest inputs of a stream in memory, and gives them out when something happens; then chooses what follows, for a
 * while. One thread at a time.
 *
 * @param <T> an input
 */
public final class Surroundings<T> {
    private final Around rule;
    private final Deque<Held<T>> latest = new ArrayDeque<>();
    private long heldBytes;
    private @Nullable Event event;

    /** Nothing has happened yet. */
    public Surroundings(Around rule) {
        this.rule = rule;
    }

    /**
     * What is captured now that an input came, or now that one that came before is chosen after all: that one, if it is, and what was
     * held, if this is why; the oldest first.
     *
     * @param at when it came
     * @param bytes how much memory it takes to hold it
     * @param choice why other rules capture it; empty if they do not
     */
    public List<Chosen<T>> take(T input, Instant at, long bytes, Optional<Choice> choice) {
        List<Chosen<T>> chosen = new ArrayList<>();
        if (choice.isPresent()) {
            letGo(input);
        }
        if (choice.isPresent() && !Collections.disjoint(choice.get().rules(), rule.of())) {
            event = new Event(at, choice.get().value());
            giveOut(event, chosen);
        }
        Optional<Choice> because = event == null ? choice : following(event, at, choice);
        if (because.isPresent()) {
            chosen.add(new Chosen<>(input, at, because.get()));
        } else {
            hold(new Held<>(input, at, bytes));
        }
        return chosen;
    }

    /** What is chosen late was held before. */
    private void letGo(T input) {
        for (Held<T> held : latest) {
            heldBytes -= held.input.equals(input) ? held.bytes : 0;
        }
        latest.removeIf(held -> held.input.equals(input));
    }

    private void giveOut(Event now, List<Chosen<T>> chosen) {
        for (Held<T> held : latest) {
            double worth = now.worth(held.at, rule.before());
            if (worth > 0) {
                chosen.add(new Chosen<>(held.input, held.at, new Choice(List.of(rule.name()), worth)));
            }
        }
        latest.clear();
        heldBytes = 0;
    }

    /** What other rules do not choose is chosen for following soon after the event. */
    private Optional<Choice> following(Event past, Instant at, Optional<Choice> choice) {
        double worth = past.worth(at, rule.after());
        return choice.isEmpty() && worth > 0 ? Optional.of(new Choice(List.of(rule.name()), worth)) : choice;
    }

    private void hold(Held<T> input) {
        latest.addLast(input);
        heldBytes += input.bytes;
        while (heldBytes > rule.maxBytes() || isTooOld(latest.peekFirst(), input.at)) {
            heldBytes -= latest.removeFirst().bytes;
        }
    }

    private boolean isTooOld(@Nullable Held<T> oldest, Instant now) {
        return oldest != null && Duration.between(oldest.at, now).abs().compareTo(rule.before()) > 0;
    }

    private record Held<T>(T input, Instant at, long bytes) {}

    /**
     * What happened.
     *
     * @param value of the sample that shows it
     */
    private record Event(Instant at, double value) {
        /** Of an input at some time: that of the event, falling to 0 within a time. */
        double worth(Instant other, Duration within) {
            double distance = Duration.between(at, other).abs().toMillis();
            return value * (1 - distance / within.toMillis());
        }
    }
}
