package io.fieldloop.agent.inference;

import io.fieldloop.models.predict.Content;
import io.fieldloop.models.runtime.ModelException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One input on its way to an answer: a caller waits, a worker completes it once. */
final class Request {
    private final Content content;
    private final CountDownLatch completed = new CountDownLatch(1);

    /** Written before, and read after the latch opens. At most one of the two is set; none means that no model serves. */
    private @Nullable Answer answer;

    private @Nullable ModelException failure;

    /** Set when nobody waits any more. */
    private volatile boolean abandoned;

    Request(Content content) {
        this.content = content;
    }

    Content content() {
        return content;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    void answered(Answer with) {
        answer = with;
        completed.countDown();
    }

    void failed(ModelException with) {
        failure = with;
        completed.countDown();
    }

    void unserved() {
        completed.countDown();
    }

    /** Waits for the answer; false when it takes longer, and then nobody waits any more. */
    boolean isCompletedWithin(Duration time) throws InterruptedException {
        boolean completes = false;
        try {
            completes = completed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            abandoned = !completes;
        }
        return completes;
    }

    /** Null when no model serves. */
    @Nullable Answer await() throws ModelException, InterruptedException {
        try {
            completed.await();
        } catch (InterruptedException e) {
            abandoned = true;
            throw e;
        }
        if (failure != null) {
            throw failure;
        }
        return answer;
    }
}
