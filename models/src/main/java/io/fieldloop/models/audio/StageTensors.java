package io.fieldloop.models.audio;

import io.fieldloop.models.pack.Carry;
import io.fieldloop.models.pack.Constant;
import io.fieldloop.models.pack.Link;
import io.fieldloop.models.runtime.Invocation;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The buffers of a model of a chain, by what they are for. One thread at a time.
 *
 * @param input what it sees
 * @param output what it makes of that
 * @param carried its states
 */
record StageTensors(Invocation invocation, Tensor input, Tensor output, List<Carried> carried)
        implements AutoCloseable {
    /** A state: as the model gave it, and as it will take it. */
    record Carried(Tensor given, Tensor taken) {}

    /**
     * Makes the buffers, and runs the model once on zeros, so that the shape of its output is known.
     *
     * @param rows how many there are in the window
     * @throws ModelException if it cannot run, or its tensors are not as the link says
     */
    static StageTensors open(Session session, Link link, int rows) throws ModelException {
        List<List<Integer>> shapes = new ArrayList<>();
        for (TensorSpec input : session.inputs()) {
            shapes.add(shape(input, link.isFree(input.name()) ? rows : 1));
        }
        Invocation invocation = session.newInvocation(shapes);
        boolean suitable = false;
        try {
            StageTensors tensors = of(invocation, session, link);
            suitable = true;
            return tensors;
        } finally {
            if (!suitable) {
                invocation.close();
            }
        }
    }

    /** Of the free axes, the first is the batch where another one follows, and that counts rows. */
    private static List<Integer> shape(TensorSpec input, int rows) {
        return input.withBatch(1).shape().stream()
                .map(length -> length == TensorSpec.FREE ? Integer.valueOf(rows) : length)
                .toList();
    }

    private static StageTensors of(Invocation invocation, Session session, Link link) throws ModelException {
        for (Constant constant : link.constants()) {
            write(constant, invocation.input(index(session.inputs(), constant.input())));
        }
        invocation.run();
        List<Carried> carried = new ArrayList<>();
        for (Carry carry : link.carries()) {
            carried.add(carried(
                    invocation.output(index(session.outputs(), carry.output())),
                    invocation.input(index(session.inputs(), carry.input()))));
        }
        return new StageTensors(
                invocation,
                invocation.input(only(
                        session.inputs(),
                        session.inputs().stream()
                                .filter(input -> link.isFree(input.name()))
                                .toList())),
                invocation.output(only(
                        session.outputs(),
                        session.outputs().stream()
                                .filter(output -> !link.isCarried(output.name()))
                                .toList())),
                List.copyOf(carried));
    }

    private static Carried carried(Tensor given, Tensor taken) throws ModelException {
        if (given.spec().type() != taken.spec().type()
                || given.spec().type() == ElementType.STRING
                || given.spec().sizeBytes() != taken.spec().sizeBytes()) {
            throw unsuitable("the output %s cannot be carried to the input %s".formatted(given.spec(), taken.spec()));
        }
        return new Carried(given, taken);
    }

    private static void write(Constant constant, Tensor tensor) throws ModelException {
        if (tensor.spec().elementCount() != 1) {
            throw unsuitable("the input %s is not one number, and cannot be constant".formatted(tensor.spec()));
        }
        ByteBuffer memory = tensor.bytes();
        switch (tensor.spec().type()) {
            case INT64 -> memory.putLong(0, constant.value());
            case INT32 -> memory.putInt(0, constant.value());
            case FLOAT32 -> memory.putFloat(0, (float) constant.value());
            case FLOAT16, BFLOAT16, FLOAT64, INT8, UINT8, INT16, UINT16, UINT32, UINT64, BOOL, STRING ->
                throw unsuitable(
                        "the input %s cannot be constant; it must be INT64, INT32 or FLOAT32".formatted(tensor.spec()));
        }
    }

    private static int index(List<TensorSpec> tensors, String name) throws ModelException {
        for (int i = 0; i < tensors.size(); i++) {
            if (tensors.get(i).name().equals(name)) {
                return i;
            }
        }
        throw unsuitable("there is no '%s' to be carried or constant; there are %s".formatted(name, tensors));
    }

    private static int only(List<TensorSpec> tensors, List<TensorSpec> left) throws ModelException {
        if (left.size() != 1 || left.getFirst().type() != ElementType.FLOAT32) {
            throw unsuitable(
                    "of %s, one of FLOAT32 must be neither carried nor constant, not %s".formatted(tensors, left));
        }
        return tensors.indexOf(left.getFirst());
    }

    private static ModelException unsuitable(String why) {
        return new ModelException(Reason.SHAPE_UNSUPPORTED, why);
    }

    /**
     * An output by its name.
     *
     * @throws IllegalArgumentException if there is none
     */
    Tensor output(String name) {
        return Stream.concat(Stream.of(output), carried.stream().map(Carried::given))
                .filter(tensor -> tensor.spec().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no output '%s'".formatted(name)));
    }

    /** What the model remembers before anything was heard. */
    StageMemory nothingHeard() {
        return new StageMemory(
                input.spec().elementCount(),
                carried.stream()
                        .mapToInt(state -> state.taken().spec().sizeBytes())
                        .toArray());
    }

    /** Runs on the window that is remembered, and remembers the states that come out. */
    void run(StageMemory memory) throws ModelException {
        input.floats().put(0, memory.window);
        for (int i = 0; i < memory.states.length; i++) {
            carried.get(i).taken().bytes().put(0, memory.states[i]);
        }
        invocation.run();
        for (int i = 0; i < memory.states.length; i++) {
            ByteBuffer given = carried.get(i).given().bytes();
            if (given.capacity() != memory.states[i].length) {
                throw new ModelException(Reason.OUTPUT_INVALID, "a state of the model changed its size");
            }
            given.get(0, memory.states[i]);
        }
    }

    @Override
    public void close() {
        invocation.close();
    }
}
