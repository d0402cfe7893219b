package io.fieldloop.agent.serve;

import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts waiting requests of equal shape together along their first axis and runs them as one, on threads of its own. Their
 * number is bounded by the slots of the model, so the queue needs no bound.
 */
final class BatchRunner implements Runner {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

    private final ServedModel model;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final List<Thread> workers = new ArrayList<>();

    BatchRunner(ServedModel model) {
        this.model = model;
        for (int i = 0; i < model.settings().concurrency(); i++) {
            workers.add(Thread.ofPlatform()
                    .name("batch-%s-%d".formatted(model.name(), i))
                    .daemon()
                    .start(this::work));
        }
    }

    @Override
    public void run(Slot slot, long deadlineNanos) throws ApiException, ModelException, InterruptedException {
        var waiting = new Waiting(slot, deadlineNanos, System.nanoTime());
        queue.add(waiting);
        // Until a worker is done with it the slot is the worker's; it sees to the deadline.
        waiting.done.await();
        if (waiting.late) {
            throw Runner.late();
        }
        if (waiting.failure != null) {
            throw waiting.failure;
        }
    }

    private void work() {
        try {
            @Nullable Waiting next = null;
            while (!Thread.interrupted()) {
                List<Waiting> together = new ArrayList<>();
                together.add(next == null ? queue.take() : next);
                next = gather(together);
                serve(together);
            }
        } catch (InterruptedException _) {
            // Only close() interrupts a worker.
        }
    }

    /** Adds what fits to the first; gives back one that was taken and does not fit. */
    private @Nullable Waiting gather(List<Waiting> together) throws InterruptedException {
        Slot first = together.getFirst().slot;
        long until = System.nanoTime() + model.settings().batchDelay().toNanos();
        int rows = first.batch();
        while (rows < model.settings().batch()) {
            Waiting more = queue.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (more == null || !more.slot.shapes().equals(first.shapes())) {
                return more;
            }
            together.add(more);
            rows += more.slot.batch();
        }
        return null;
    }

    /** The outermost frame of a batch: whatever happens, every request hears of it and the worker lives on. */
    private void serve(List<Waiting> together) {
        long now = System.nanoTime();
        together.forEach(waiting -> model.statistics().queue.add(now - waiting.arrived));
        together.removeIf(waiting -> waiting.expire(now));
        try {
            if (together.size() == 1) {
                Waiting only = together.getFirst();
                only.slot.run(only.deadlineNanos);
            } else if (!together.isEmpty()) {
                runTogether(together);
            }
            together.forEach(Waiting::succeed);
        } catch (ApiException _) {
            together.forEach(Waiting::beLate);
        } catch (ModelException e) {
            together.forEach(waiting -> waiting.fail(e));
        } catch (RuntimeException | Error e) {
            LOG.error("model={} failed in an unforeseen way", model.name(), e);
            together.forEach(
                    waiting -> waiting.fail(new ModelException(Reason.RUN_FAILED, "the batch failed: " + e, e)));
        }
    }

    private void runTogether(List<Waiting> together) throws ModelException, ApiException {
        int rows = together.stream().mapToInt(waiting -> waiting.slot.batch()).sum();
        List<List<Integer>> shapes = new ArrayList<>();
        for (List<Integer> shape : together.getFirst().slot.shapes()) {
            List<Integer> longer = new ArrayList<>(shape);
            longer.set(0, rows);
            shapes.add(List.copyOf(longer));
        }
        long deadline = together.stream()
                .mapToLong(waiting -> waiting.deadlineNanos)
                .max()
                .orElseThrow();
        try (Slot joined = model.joinedSlot(shapes)) {
            for (int i = 0; i < shapes.size(); i++) {
                int first = 0;
                for (Waiting waiting : together) {
                    first = copy(waiting.slot.input(i), 0, joined.input(i), first);
                }
            }
            joined.run(deadline);
            for (int i = 0; i < model.session().outputs().size(); i++) {
                distribute(joined.output(i), rows, together, i);
            }
        }
    }

    private static void distribute(Tensor joined, int rows, List<Waiting> together, int output) throws ModelException {
        List<Integer> shape = joined.spec().shape();
        if (shape.isEmpty() || shape.getFirst() != rows) {
            throw new ModelException(
                    Reason.SHAPE_UNSUPPORTED,
                    "output %s has no row for each of %d inputs; serve this model without batches"
                            .formatted(joined.spec(), rows));
        }
        int first = 0;
        for (Waiting waiting : together) {
            List<Integer> own = new ArrayList<>(shape);
            own.set(0, waiting.slot.batch());
            Tensor target = waiting.slot.output(output);
            if (!target.spec().shape().equals(own)) {
                target.reallocate(joined.spec().withShape(own));
            }
            first = copyPart(joined, first, target);
        }
    }

    /** Appends a whole tensor; returns the element after it. */
    private static int copy(Tensor from, int fromElement, Tensor to, int toElement) {
        int count = from.spec().elementCount();
        move(from, fromElement, to, toElement, count);
        return toElement + count;
    }

    private static int copyPart(Tensor from, int fromElement, Tensor whole) {
        int count = whole.spec().elementCount();
        move(from, fromElement, whole, 0, count);
        return fromElement + count;
    }

    private static void move(Tensor from, int fromElement, Tensor to, int toElement, int count) {
        if (from.spec().type() == ElementType.STRING) {
            System.arraycopy(from.texts(), fromElement, to.texts(), toElement, count);
            return;
        }
        int size = from.spec().type().sizeBytes();
        to.bytes().put(toElement * size, from.bytes(), fromElement * size, count * size);
    }

    /** Called when the last slot was given back, so nothing waits any more. */
    @Override
    public void close() {
        workers.forEach(Thread::interrupt);
    }

    /** A request that waits for its batch. Written by a worker before, and read after, the latch opens. */
    private static final class Waiting {
        private final Slot slot;
        private final long deadlineNanos;
        private final long arrived;
        private final CountDownLatch done = new CountDownLatch(1);
        private @Nullable ModelException failure;
        private boolean late;

        Waiting(Slot slot, long deadlineNanos, long arrived) {
            this.slot = slot;
            this.deadlineNanos = deadlineNanos;
            this.arrived = arrived;
        }

        boolean expire(long now) {
            if (now - deadlineNanos >= 0) {
                beLate();
                return true;
            }
            return false;
        }

        void succeed() {
            done.countDown();
        }

        void beLate() {
            late = true;
            done.countDown();
        }

        void fail(ModelException with) {
            failure = with;
            done.countDown();
        }
    }
}
