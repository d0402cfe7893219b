package io.fieldloop.agent.deployment;

import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Offer;
import java.util.Optional;
import java.util.UUID;

/** Offers of one model for tests: version n of rollout n. */
final class Offers {
    static final Failure WRONG = new Failure(FailureCode.TRIAL_OUTPUT_WRONG, "it said shoe");

    private Offers() {}

    static Offer offer(int version) {
        return offer(version, 1);
    }

    static Offer offer(int version, int attempt) {
        return new Offer(
                new RolloutId(new UUID(0, version)), attempt, ModelRef.of("fashion", version), Sha256.of(new byte[] {
                    (byte) version
                }));
    }

    static Installed installed(int version) {
        return Installed.of(offer(version));
    }

    static Versions versions(int active, int previous) {
        return new Versions(Optional.of(installed(active)), Optional.of(installed(previous)));
    }
}
