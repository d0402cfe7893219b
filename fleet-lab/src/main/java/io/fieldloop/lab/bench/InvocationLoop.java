package io.fieldloop.lab.bench;

import io.fieldloop.models.runtime.Invocation;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the loops in C do, by the product's own port: a program that prints one line of {@link Timings}. */
final class InvocationLoop {
    private final Invocation invocation;
    private final List<ByteBuffer> sources = new ArrayList<>();

    private InvocationLoop(Invocation invocation, int inputs) {
        this.invocation = invocation;
        for (int i = 0; i < inputs; i++) {
            sources.add(filled(invocation.input(i)));
        }
    }

    /** Runs it: {@code MODEL FORMAT WARM_UP RUNS SHAPE...}. */
    public static void main(String[] arguments) throws ModelException {
        ModelFormat format = ModelFormat.valueOf(arguments[1]);
        try (Session session = Runtimes.available().forFormat(format).load(Path.of(arguments[0]), LoadOptions.DEFAULT);
                Invocation invocation =
                        session.newInvocation(Shapes.parse(List.of(arguments).subList(4, arguments.length)))) {
            var loop = new InvocationLoop(invocation, session.inputs().size());
            var timed = new TimedLoop(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            System.out.println(timed.run(loop::once).line());
        }
    }

    /** Copies the inputs in, runs, and gives the first number of the first output. */
    private float once() throws ModelException {
        for (int i = 0; i < sources.size(); i++) {
            ByteBuffer source = sources.get(i);
            invocation.input(i).bytes().put(0, source, 0, source.capacity());
        }
        invocation.run();
        return invocation.output(0).bytes().getFloat(0);
    }

    /** The same numbers as the loops in C give. */
    private static ByteBuffer filled(Tensor input) {
        ByteBuffer memory = ByteBuffer.allocateDirect(input.bytes().capacity())
                .order(input.bytes().order());
        if (input.spec().type() == ElementType.FLOAT32) {
            for (int i = 0; i < memory.capacity() / Float.BYTES; i++) {
                memory.putFloat(i * Float.BYTES, i * 7919L % 1000 / 1000f - 0.5f);
            }
        } else {
            for (int i = 0; i < memory.capacity() / Long.BYTES; i++) {
                memory.putLong(i * Long.BYTES, 16_000);
            }
        }
        return memory;
    }
}
