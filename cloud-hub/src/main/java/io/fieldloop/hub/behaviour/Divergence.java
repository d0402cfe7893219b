package io.fieldloop.hub.behaviour;

import io.fieldloop.protocol.sketch.Behaviour;
import io.fieldloop.protocol.sketch.Sketch;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Set;
import java.util.TreeSet;

/**
 * How much a version behaves differently from its profile. It drifts when one of the four distances reaches its high threshold; it is
 * calm again when all are below their low ones; in between, it is what it was. What chance explains counts as nothing.
 *
 * @param scorePsi population stability index of the scores, in the tenths of the profile; the thresholds {@value #LOW_PSI} and
 *     {@value #HIGH_PSI} are those of Siddiqi, <i>Credit Risk Scorecards</i>, 2006
 * @param scoreKs Kolmogorov-Smirnov distance of the scores; {@value #LOW_KS} and {@value #HIGH_KS}
 * @param classPsi population stability index of the mix of classes
 * @param embedding distance of the embeddings in standard deviations, 0 where one of the two has none; {@value #LOW_EMBEDDING} and
 *     {@value #HIGH_EMBEDDING} are what Cohen calls a small and a medium effect
 */
@Serdeable
record Divergence(Distance scorePsi, Distance scoreKs, Distance classPsi, Distance embedding) {
    static final double LOW_PSI = 0.1;
    static final double HIGH_PSI = 0.25;
    static final double LOW_KS = 0.1;
    static final double HIGH_KS = 0.2;
    static final double LOW_EMBEDDING = 0.2;
    static final double HIGH_EMBEDDING = 0.5;

    private static final int SCORE_BINS = 10;

    /** Classes that are rarer in both are taken together: nobody could tell them from chance. */
    private static final double RARE = 0.01;

    static Divergence between(Behaviour profile, Behaviour latest) {
        return new Divergence(
                scoreBins(profile.scores(), latest.scores()).stabilityIndex(),
                Bins.ofEachBucket(profile.scores(), latest.scores()).kolmogorovSmirnov(),
                classBins(profile, latest).stabilityIndex(),
                Embeddings.distance(profile.embedding(), latest.embedding()));
    }

    boolean isDrift() {
        return scorePsi.exceeds(HIGH_PSI)
                || scoreKs.exceeds(HIGH_KS)
                || classPsi.exceeds(HIGH_PSI)
                || embedding.exceeds(HIGH_EMBEDDING);
    }

    boolean isCalm() {
        return !scorePsi.exceeds(LOW_PSI)
                && !scoreKs.exceeds(LOW_KS)
                && !classPsi.exceeds(LOW_PSI)
                && !embedding.exceeds(LOW_EMBEDDING);
    }

    /** Bins that each have about a tenth of the scores of the profile, as far as its buckets allow. */
    private static Bins scoreBins(Sketch profile, Sketch latest) {
        var bins = new Bins();
        long expected = 0;
        long found = 0;
        long each = Math.max(1, profile.count() / SCORE_BINS);
        for (Bins.Bin bucket : Bins.ofEachBucket(profile, latest)) {
            expected += bucket.expected();
            found += bucket.found();
            if (expected >= each) {
                bins.add(expected, found);
                expected = 0;
                found = 0;
            }
        }
        bins.add(expected, found);
        return bins;
    }

    private static Bins classBins(Behaviour profile, Behaviour latest) {
        Set<String> labels = new TreeSet<>(profile.classes().keySet());
        labels.addAll(latest.classes().keySet());
        var bins = new Bins();
        long rareExpected = 0;
        long rareFound = 0;
        for (String label : labels) {
            long expected = profile.classes().getOrDefault(label, 0L);
            long found = latest.classes().getOrDefault(label, 0L);
            if (expected < RARE * profile.answers() && found < RARE * latest.answers()) {
                rareExpected += expected;
                rareFound += found;
            } else {
                bins.add(expected, found);
            }
        }
        bins.add(rareExpected, rareFound);
        return bins;
    }
}
