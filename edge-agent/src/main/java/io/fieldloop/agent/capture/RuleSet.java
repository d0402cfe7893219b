package io.fieldloop.agent.capture;

import io.fieldloop.agent.capture.CaptureRule.OnRequest;
import io.fieldloop.agent.capture.CaptureRule.RandomShare;
import io.fieldloop.agent.inference.Answer;
import io.fieldloop.models.readings.Readings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/** Decides which inputs of one stream are captured, and what they are worth. One thread at a time. */
public final class RuleSet {
    private final RandomGenerator random;
    private final Requests requests;
    private List<Member> members = List.of();

    /** A set without rules, by which nothing is captured. */
    public RuleSet(RandomGenerator random, Requests requests) {
        this.random = random;
        this.requests = requests;
    }

    /** Has other rules from now on. One that was here before and stays remembers what it has seen. */
    public void replace(List<CaptureRule> rules) {
        List<Member> others = new ArrayList<>();
        Set<String> asked = new HashSet<>();
        for (CaptureRule rule : rules) {
            others.add(members.stream()
                    .filter(member -> member.rule.equals(rule))
                    .findFirst()
                    .orElseGet(() -> new Member(rule, Interest.of(rule, random, requests))));
            if (rule instanceof OnRequest request) {
                asked.add(request.request());
            }
        }
        requests.retain(asked);
        members = others;
    }

    /**
     * Why an input is captured; empty when it is not. To be asked once of each input, in the order in which they came.
     *
     * @param at when it came
     */
    public Optional<Choice> choose(Answer answer, Instant at) {
        return choose(interest -> interest.in(answer, at));
    }

    /** The same of an input that is a window of readings. */
    public Optional<Choice> choose(Answer answer, Readings readings, Instant at) {
        return choose(interest -> interest.in(answer, readings, at));
    }

    private Optional<Choice> choose(ToDoubleFunction<Interest> asked) {
        double value = 0;
        boolean unbiased = false;
        for (Member member : members) {
            double interest = asked.applyAsDouble(member.interest);
            member.chose = interest > 0;
            value = member.chose ? Math.max(value, interest) : value;
            unbiased |= member.chose && member.rule instanceof RandomShare;
        }
        // If what a sample of the random share is worth depended on its prediction, eviction would thin the share out
        // unevenly, and it would show the field as it is not.
        return value > 0
                ? Optional.of(new Choice(names(), unbiased ? Interest.UNBIASED : Math.min(1, value)))
                : Optional.empty();
    }

    private List<String> names() {
        return members.stream()
                .filter(member -> member.chose)
                .map(member -> member.rule.name())
                .distinct()
                .toList();
    }

    /** The input that was asked about last, and chosen, is captured. */
    public void captured(Instant at) {
        for (Member member : members) {
            if (member.chose) {
                member.interest.captured(at);
            }
        }
    }

    /** A rule, what it remembers, and whether it chose the input that was asked about last. */
    private static final class Member {
        private final CaptureRule rule;
        private final Interest interest;
        private boolean chose;

        Member(CaptureRule rule, Interest interest) {
            this.rule = rule;
            this.interest = interest;
        }
    }
}
