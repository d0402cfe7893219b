package io.fieldloop.agent.serve;

import io.fieldloop.agent.inference.Answer;
import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.inference.NoModelException;
import io.fieldloop.models.predict.Content;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.protocol.Bytes;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Answers the images of a served model. A file of some kilobytes may become an image of many megabytes, so only as many as
 * the model works on at a time are decoded; the others wait as the files that they are. Any thread.
 */
final class Images implements AutoCloseable {
    private final InferencePool pool;
    private final boolean owned;
    private final Semaphore turns;

    /**
     * Nothing is decoded yet.
     *
     * @param owned whether nobody else uses the pool, so that it ends with the model
     * @param concurrency how many are decoded and answered at a time
     */
    Images(InferencePool pool, boolean owned, int concurrency) {
        this.pool = pool;
        this.owned = owned;
        this.turns = new Semaphore(concurrency, true);
    }

    /**
     * Answers a PNG or JPEG.
     *
     * @param deadlineNanos on the scale of {@link System#nanoTime}
     * @throws ApiException if it is no image, or the deadline passes
     * @throws NoModelException if no version serves any more
     */
    Answer answer(Bytes encoded, long deadlineNanos)
            throws ApiException, NoModelException, ModelException, InterruptedException {
        if (!turns.tryAcquire(Runner.left(deadlineNanos).toNanos(), TimeUnit.NANOSECONDS)) {
            throw Runner.late();
        }
        try {
            return pool.infer(new Content.OfImage(decoded(encoded)), Runner.left(deadlineNanos));
        } catch (TimeoutException _) {
            throw Runner.late();
        } finally {
            turns.release();
        }
    }

    private static Image decoded(Bytes encoded) throws ApiException {
        try {
            return ImageReader.read(encoded);
        } catch (ImageException e) {
            throw ApiException.wrong("the body is no image: %s", e.getMessage());
        }
    }

    @Override
    public void close() {
        if (owned) {
            pool.close();
        }
    }
}
