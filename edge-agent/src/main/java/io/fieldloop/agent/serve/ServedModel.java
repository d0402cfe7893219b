package io.fieldloop.agent.serve;

import io.fieldloop.agent.inference.Answer;
import io.fieldloop.agent.inference.NoModelException;
import io.fieldloop.models.runtime.Invocation;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.models.tensor.TensorSpec;
import io.fieldloop.protocol.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * One version of a model that can be asked. Each request takes a {@link Slot}, of which there are only so many: that bounds
 * both its memory and its queue. Closed, it finishes what is under way and frees itself with the last slot. Any thread.
 */
final class ServedModel implements AutoCloseable {
    private final String name;
    private final String version;
    private final String platform;
    private final Session session;
    private final ModelSettings settings;
    private final Optional<Images> images;
    private final Deadlines deadlines;
    private final Statistics statistics = new Statistics();
    private final Runner runner;

    /** Slots that nobody has, the last used first; guarded by this, as the next two. */
    private final Deque<Slot> idle = new ArrayDeque<>();

    private int underWay;
    private boolean closed;

    /**
     * Takes the session over.
     *
     * @param platform as the protocol calls it, such as {@code onnxruntime_onnx}
     * @param images answers images; empty where nobody declared how
     */
    ServedModel(
            Name name,
            String platform,
            Session session,
            ModelSettings settings,
            Optional<Images> images,
            Deadlines deadlines) {
        this.name = name.model();
        this.version = name.version();
        this.platform = platform;
        this.session = session;
        this.settings = settings;
        this.images = images;
        this.deadlines = deadlines;
        this.runner = settings.batch() > 1 && hasFreeBatch(session)
                ? new BatchRunner(this)
                : new DirectRunner(settings.concurrency(), statistics);
    }

    private static boolean hasFreeBatch(Session session) {
        return !session.inputs().isEmpty()
                && session.inputs().stream().allMatch(ServedModel::isFreeFirst)
                && session.outputs().stream().allMatch(ServedModel::isFreeFirst);
    }

    private static boolean isFreeFirst(TensorSpec tensor) {
        return !tensor.shape().isEmpty() && tensor.shape().getFirst() == TensorSpec.FREE;
    }

    String name() {
        return name;
    }

    String version() {
        return version;
    }

    String platform() {
        return platform;
    }

    Session session() {
        return session;
    }

    ModelSettings settings() {
        return settings;
    }

    Statistics statistics() {
        return statistics;
    }

    /**
     * What answers images.
     *
     * @throws ApiException if nobody declared what the model makes of them
     */
    Images requireImages() throws ApiException {
        return images.orElseThrow(() -> ApiException.wrong(
                "nobody declared what model '%s' makes of an image; put a manifest.json beside its file, or POST tensors to …/infer",
                name));
    }

    /**
     * Answers an image, which counts like a slot as long as it takes.
     *
     * @param encoded a PNG or JPEG
     * @param arrived when the request did, on the scale of {@link System#nanoTime}
     * @throws ApiException with 503 if too many are under way, with 504 if it takes longer than a request may, with 400 if it is
     *     no image
     * @throws NoModelException if no version serves any more
     * @throws ModelException with {@link Reason#CLOSED} if this was closed, with another if the model failed
     */
    Answer infer(Bytes encoded, long arrived)
            throws ApiException, NoModelException, ModelException, InterruptedException {
        Images answering = requireImages();
        synchronized (this) {
            requireRoom();
            underWay++;
        }
        try {
            return answering.answer(encoded, arrived + settings.timeout().toNanos());
        } finally {
            leave();
        }
    }

    /** Runs a filled slot; see {@link Runner#run}. */
    void run(Slot slot, long deadlineNanos) throws ApiException, ModelException, InterruptedException {
        runner.run(slot, deadlineNanos);
    }

    /**
     * Takes a slot for inputs of these shapes.
     *
     * @throws ApiException with 503 if too many are taken
     * @throws ModelException with {@link Reason#CLOSED} if this was closed, with another if the model cannot run such shapes
     */
    Slot slot(List<List<Integer>> shapes) throws ApiException, ModelException {
        synchronized (this) {
            requireRoom();
            Optional<Slot> fitting = takeIdle(shapes);
            underWay++;
            if (fitting.isPresent()) {
                return fitting.get();
            }
        }
        return newSlot(shapes);
    }

    /** For a batch of requests that each have a slot already. */
    Slot joinedSlot(List<List<Integer>> shapes) throws ModelException {
        synchronized (this) {
            Optional<Slot> fitting = takeIdle(shapes);
            underWay++;
            if (fitting.isPresent()) {
                return fitting.get();
            }
        }
        return newSlot(shapes);
    }

    private void requireRoom() throws ApiException, ModelException {
        if (closed) {
            throw new ModelException(Reason.CLOSED, "model %s was unloaded".formatted(name));
        }
        if (underWay >= settings.concurrency() + settings.queue()) {
            throw new ApiException(503, "model %s is busy and its queue full; try again".formatted(name));
        }
    }

    private Optional<Slot> takeIdle(List<List<Integer>> shapes) {
        for (Iterator<Slot> slots = idle.iterator(); slots.hasNext(); ) {
            Slot slot = slots.next();
            if (slot.shapes().equals(shapes)) {
                slots.remove();
                return Optional.of(slot);
            }
        }
        return Optional.empty();
    }

    private Slot newSlot(List<List<Integer>> shapes) throws ModelException {
        boolean made = false;
        try {
            Invocation invocation = session.newInvocation(shapes);
            made = true;
            return new Slot(this, shapes, invocation, deadlines);
        } finally {
            if (!made) {
                leave();
            }
        }
    }

    /** Keeps a slot for the next request, in place of one that was not used for longer. */
    void takeBack(Slot slot) {
        Optional<Slot> superfluous = Optional.empty();
        synchronized (this) {
            if (closed) {
                superfluous = Optional.of(slot);
            } else {
                idle.addFirst(slot);
                superfluous = idle.size() > settings.concurrency() + settings.queue()
                        ? Optional.of(idle.removeLast())
                        : Optional.empty();
            }
        }
        superfluous.ifPresent(Slot::discard);
        leave();
    }

    private void leave() {
        boolean last;
        synchronized (this) {
            underWay--;
            last = closed && underWay == 0;
        }
        if (last) {
            runner.close();
            images.ifPresent(Images::close);
        }
    }

    /** Takes no new requests. Those that have a slot are answered. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            idle.forEach(Slot::discard);
            idle.clear();
            underWay++; // this call itself, so that leaving ends the runner where nobody else does
        }
        session.close();
        leave();
    }

    /**
     * What a request calls a model.
     *
     * @param model its name
     * @param version its version
     */
    record Name(String model, String version) {}
}
