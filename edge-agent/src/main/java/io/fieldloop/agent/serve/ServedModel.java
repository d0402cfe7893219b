package io.fieldloop.agent.serve;

import io.fieldloop.agent.inference.Answer;
import io.fieldloop.agent.inference.NoModelException;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.models.tensor.TensorSpec;
import io.fieldloop.protocol.Bytes;
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
    private final Senses senses;
    private final Deadlines deadlines;
    private final Statistics statistics = new Statistics();
    private final Runner runner;

    private final Attendance attendance = new Attendance();
    private final IdleSlots idle;

    /**
     * Takes the session over.
     *
     * @param platform as the protocol calls it, such as {@code onnxruntime_onnx}
     * @param senses what it can be asked about besides tensors
     */
    ServedModel(
            Name name, String platform, Session session, ModelSettings settings, Senses senses, Deadlines deadlines) {
        this.name = name.model();
        this.version = name.version();
        this.platform = platform;
        this.session = session;
        this.settings = settings;
        this.senses = senses;
        this.deadlines = deadlines;
        this.idle = new IdleSlots(room(settings));
        this.runner = settings.batch() > 1 && hasFreeBatch(session)
                ? new BatchRunner(this)
                : new DirectRunner(settings.concurrency(), statistics);
    }

    private static int room(ModelSettings settings) {
        return settings.concurrency() + settings.queue();
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
    Inputs requireImages() throws ApiException {
        return senses.images()
                .orElseThrow(() -> ApiException.wrong(
                        "nobody declared what model '%s' makes of an image; put a manifest.json beside its file, or POST tensors to …/infer",
                        name));
    }

    /**
     * What answers readings.
     *
     * @throws ApiException if the model does not read them
     */
    Inputs requireReadings() throws ApiException {
        return senses.readings()
                .orElseThrow(() -> ApiException.wrong(
                        "model '%s' does not read sensors; readings are answered by packages whose preprocessing is of readings",
                        name));
    }

    /**
     * What answers sound.
     *
     * @throws ApiException if the model does not hear
     */
    Sounds requireSounds() throws ApiException {
        return senses.sounds()
                .orElseThrow(() -> ApiException.wrong(
                        "model '%s' does not hear; sound is answered by packages whose preprocessing is of sound",
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
    Answer see(Bytes encoded, long arrived)
            throws ApiException, NoModelException, ModelException, InterruptedException {
        return answer(requireImages(), encoded, arrived);
    }

    /** Answers a window of readings, CSV or NPY; otherwise like {@link #see}. */
    Answer read(Bytes window, long arrived)
            throws ApiException, NoModelException, ModelException, InterruptedException {
        return answer(requireReadings(), window, arrived);
    }

    private Answer answer(Inputs inputs, Bytes file, long arrived)
            throws ApiException, NoModelException, ModelException, InterruptedException {
        enter();
        try {
            return inputs.answer(file, arrived + settings.timeout().toNanos());
        } finally {
            leave();
        }
    }

    /**
     * Answers a WAV file; otherwise like {@link #see}.
     *
     * @throws ModelException with {@link Reason#CLOSED} if this was closed or another version took over, with another if the model
     *     failed
     */
    Sounds.Heard hear(byte[] wav, long arrived)
            throws ApiException, NoModelException, ModelException, InterruptedException {
        Sounds answering = requireSounds();
        enter();
        try {
            return answering.answer(wav, arrived + settings.timeout().toNanos());
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
        enter();
        return fittingSlot(shapes);
    }

    /** For a batch of requests that each have a slot already. */
    Slot joinedSlot(List<List<Integer>> shapes) throws ModelException {
        attendance.join();
        return fittingSlot(shapes);
    }

    private void enter() throws ApiException, ModelException {
        if (attendance.enter(room(settings))) {
            return;
        }
        if (attendance.isClosed()) {
            throw new ModelException(Reason.CLOSED, "model %s was unloaded".formatted(name));
        }
        throw new ApiException(503, "model %s is busy and its queue full; try again".formatted(name));
    }

    private Slot fittingSlot(List<List<Integer>> shapes) throws ModelException {
        Optional<Slot> fitting = idle.take(shapes);
        return fitting.isPresent() ? fitting.get() : newSlot(shapes);
    }

    private Slot newSlot(List<List<Integer>> shapes) throws ModelException {
        boolean made = false;
        try {
            var slot = new Slot(this, shapes, session.newInvocation(shapes), deadlines);
            deadlines.watch(slot);
            made = true;
            return slot;
        } finally {
            if (!made) {
                leave();
            }
        }
    }

    /** Keeps a slot for the next request. */
    void takeBack(Slot slot) {
        idle.add(slot);
        if (attendance.isClosed()) {
            idle.discardAll(); // close() may have done so before this one came
        }
        leave();
    }

    private void leave() {
        if (attendance.leave()) {
            runner.close();
            senses.close();
        }
    }

    /** Takes no new requests. Those that have a slot are answered. */
    @Override
    public void close() {
        if (attendance.close()) {
            idle.discardAll();
            session.close();
            leave();
        }
    }

    /**
     * What a request calls a model.
     *
     * @param model its name
     * @param version its version
     */
    record Name(String model, String version) {}
}
