package io.fieldloop.agent.inference;

import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.Invocation;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.ModelRuntime;
import io.fieldloop.models.runtime.Placement;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.runtime.Session;
import io.fieldloop.models.tensor.Tensor;
import io.fieldloop.models.tensor.TensorSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The real ONNX Runtime, whose sessions are counted, and which a test may make to fail or hang. */
public final class WatchedRuntime implements ModelRuntime {
    /** What happens to a file besides. */
    public interface Hook {
        /** Nothing. */
        Hook NONE = _ -> {};

        void on(Path file) throws ModelException;
    }

    private final ModelRuntime real;
    private final AtomicInteger loaded = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger closedTwice = new AtomicInteger();
    private volatile Hook beforeLoad = Hook.NONE;
    private volatile Hook afterLoad = Hook.NONE;
    private volatile Hook beforeRun = Hook.NONE;

    public WatchedRuntime() {
        try {
            real = Runtimes.available().forFormat(ModelFormat.ONNX);
        } catch (ModelException e) {
            throw new AssertionError(e);
        }
    }

    public Runtimes runtimes() {
        return Runtimes.of(this);
    }

    public void beforeLoad(Hook hook) {
        beforeLoad = hook;
    }

    public void afterLoad(Hook hook) {
        afterLoad = hook;
    }

    public void beforeRun(Hook hook) {
        beforeRun = hook;
    }

    public int loaded() {
        return loaded.get();
    }

    /** Sessions that were closed; those that were closed twice count as none at all. */
    public int closedOnce() {
        return closed.get() - closedTwice.get();
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public String version() {
        return real.version();
    }

    @Override
    public boolean reads(ModelFormat format) {
        return real.reads(format);
    }

    @Override
    public boolean offers(Accelerator accelerator) {
        return real.offers(accelerator);
    }

    @Override
    public List<Accelerator> found() {
        return real.found();
    }

    @Override
    public Session load(Path file, LoadOptions options) throws ModelException {
        beforeLoad.on(file);
        Session session = real.load(file, options);
        loaded.incrementAndGet();
        afterLoad.on(file);
        return new WatchedSession(session, file);
    }

    private final class WatchedSession implements Session {
        private final Session session;
        private final Path file;
        private final AtomicInteger closes = new AtomicInteger();

        WatchedSession(Session session, Path file) {
            this.session = session;
            this.file = file;
        }

        @Override
        public List<TensorSpec> inputs() {
            return session.inputs();
        }

        @Override
        public List<TensorSpec> outputs() {
            return session.outputs();
        }

        @Override
        public String accelerator() {
            return session.accelerator();
        }

        @Override
        public Placement placement() throws ModelException {
            return session.placement();
        }

        @Override
        public Map<String, String> properties() {
            return session.properties();
        }

        @Override
        public Invocation newInvocation(List<List<Integer>> inputShapes) throws ModelException {
            return new WatchedInvocation(session.newInvocation(inputShapes), file);
        }

        @Override
        public Invocation newInvocation(int batch) throws ModelException {
            return new WatchedInvocation(session.newInvocation(batch), file);
        }

        @Override
        public void close() {
            (closes.getAndIncrement() == 0 ? closed : closedTwice).incrementAndGet();
            session.close();
        }
    }

    private final class WatchedInvocation implements Invocation {
        private final Invocation invocation;
        private final Path file;

        WatchedInvocation(Invocation invocation, Path file) {
            this.invocation = invocation;
            this.file = file;
        }

        @Override
        public Tensor input(int i) {
            return invocation.input(i);
        }

        @Override
        public Tensor output(int i) {
            return invocation.output(i);
        }

        @Override
        public void run() throws ModelException {
            beforeRun.on(file);
            invocation.run();
        }

        @Override
        public void cancel() {
            invocation.cancel();
        }

        @Override
        public void close() {
            invocation.close();
        }
    }
}
