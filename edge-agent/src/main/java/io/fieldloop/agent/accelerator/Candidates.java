package io.fieldloop.agent.accelerator;

import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.Variant;
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelRuntime;
import io.fieldloop.models.runtime.Runtimes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What there is to try.
 *
 * @param offered worth a probe
 * @param impossible named, but no variant of the package can run on them here
 */
record Candidates(List<Candidate> offered, List<Accelerator> impossible) {
    Candidates {
        offered = List.copyOf(offered);
        impossible = List.copyOf(impossible);
    }

    /**
     * Of a package on this device: the processor, and either what the configuration names or what the runtimes find. The first
     * variant that can run on an accelerator stands for it.
     */
    static Candidates of(Manifest manifest, Preference preference, Runtimes runtimes) throws ModelException {
        Set<Candidate> offered = new LinkedHashSet<>();
        for (Variant variant : manifest.variants()) {
            if (runtimes.reads(variant.format())) {
                runtimes.forFormat(variant.format()).found().stream()
                        .filter(found -> preference.policy() == Policy.ANY || Selection.isProcessor(found))
                        .forEach(found -> offered.add(new Candidate(variant.name(), found)));
                break;
            }
        }
        List<Accelerator> impossible = new ArrayList<>();
        for (Accelerator named : preference.candidates()) {
            Optional<Candidate> candidate = named(named, manifest, runtimes);
            candidate.ifPresentOrElse(offered::add, () -> impossible.add(named));
        }
        return new Candidates(offered.stream().limit(Preference.MAX_PROBES).toList(), impossible);
    }

    private static Optional<Candidate> named(Accelerator accelerator, Manifest manifest, Runtimes runtimes)
            throws ModelException {
        for (Variant variant : manifest.variants()) {
            if (runtimes.reads(variant.format())) {
                ModelRuntime runtime = runtimes.forFormat(variant.format());
                if (runtime.offers(accelerator)) {
                    return Optional.of(new Candidate(variant.name(), accelerator));
                }
            }
        }
        return Optional.empty();
    }
}
