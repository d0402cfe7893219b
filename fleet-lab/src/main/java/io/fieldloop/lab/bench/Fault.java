package io.fieldloop.lab.bench;

import io.fieldloop.agent.inference.Recent;
import java.io.IOException;
import java.util.Locale;

/** What is wrong with a version that passed its trial. */
enum Fault {
    /** It gives no answer to bright images. */
    FAILING(1),
    /** It takes a multiple of the time of the version before. */
    SLOW(Recent.LEAST_ANSWERS),
    /** It says something else of every image than the version before. */
    DRIFTING(50);

    private final int evidence;

    Fault(int evidence) {
        this.evidence = evidence;
    }

    /** After how many requests to the version the agent can know. */
    int evidence() {
        return evidence;
    }

    /** The file of such a version. */
    byte[] model() throws IOException {
        return switch (this) {
            case FAILING -> FashionVersions.failingOnBright();
            case SLOW -> FashionVersions.slow();
            case DRIFTING -> FashionVersions.contrary();
        };
    }

    /** As the report calls it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
