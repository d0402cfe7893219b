package io.fieldloop.agent.capture;

import io.fieldloop.agent.inference.Answer;
import io.fieldloop.protocol.ModelRef;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An interest that knows what is usual for one version of the model, and begins anew with another one. */
final class OfVersion implements Interest {
    private final Supplier<Interest> anew;
    private Interest interest;
    private @Nullable ModelRef version;

    OfVersion(Supplier<Interest> anew) {
        this.anew = anew;
        this.interest = anew.get();
    }

    @Override
    public double in(Answer answer, Instant at) {
        if (!answer.model().equals(version)) {
            version = answer.model();
            interest = anew.get();
        }
        return interest.in(answer, at);
    }

    @Override
    public void captured(Instant at) {
        interest.captured(at);
    }
}
