package io.fieldloop.agent.serve;

import io.fieldloop.agent.inference.Answer;
import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.inference.NoModelException;
import io.fieldloop.models.predict.Content;
import io.fieldloop.models.readings.Readings;
import io.fieldloop.models.readings.ReadingsException;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.protocol.Bytes;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Answers the images, or the windows of readings, of a served model. A file of some kilobytes may become an image of many megabytes, so
 * only as many as the model works on at a time are decoded; the others wait as the files that they are. Any thread.
 */
final class Inputs implements AutoCloseable {
    private final InferencePool pool;
    private final boolean owned;
    private final Semaphore turns;
    private final Decoding decoding;

    private Inputs(InferencePool pool, boolean owned, int concurrency, Decoding decoding) {
        this.pool = pool;
        this.owned = owned;
        this.turns = new Semaphore(concurrency, true);
        this.decoding = decoding;
    }

    /**
     * Images: PNG or JPEG.
     *
     * @param owned whether nobody else uses the pool, so that it ends with the model
     * @param concurrency how many are decoded and answered at a time
     */
    static Inputs ofImages(InferencePool pool, boolean owned, int concurrency) {
        return new Inputs(pool, owned, concurrency, Inputs::image);
    }

    /** Windows of readings: CSV or NPY; otherwise like {@link #ofImages}. */
    static Inputs ofReadings(InferencePool pool, boolean owned, int concurrency) {
        return new Inputs(pool, owned, concurrency, Inputs::readings);
    }

    /**
     * Answers a file.
     *
     * @param deadlineNanos on the scale of {@link System#nanoTime}
     * @throws ApiException if it cannot be decoded, or the deadline passes
     * @throws NoModelException if no version serves any more
     */
    Answer answer(Bytes file, long deadlineNanos)
            throws ApiException, NoModelException, ModelException, InterruptedException {
        if (!turns.tryAcquire(Runner.left(deadlineNanos).toNanos(), TimeUnit.NANOSECONDS)) {
            throw Runner.late();
        }
        try {
            return pool.infer(decoding.decode(file), Runner.left(deadlineNanos));
        } catch (TimeoutException _) {
            throw Runner.late();
        } finally {
            turns.release();
        }
    }

    private static Content image(Bytes file) throws ApiException {
        try {
            return new Content.OfImage(ImageReader.read(file));
        } catch (ImageException e) {
            throw ApiException.wrong("the body is no image: %s", e.getMessage());
        }
    }

    private static Content readings(Bytes file) throws ApiException {
        try {
            return new Content.OfReadings(Readings.read(file.toArray()));
        } catch (ReadingsException e) {
            throw ApiException.wrong("the body holds no readings: %s", e.getMessage());
        }
    }

    @Override
    public void close() {
        if (owned) {
            pool.close();
        }
    }

    @FunctionalInterface
    private interface Decoding {
        Content decode(Bytes file) throws ApiException;
    }
}
