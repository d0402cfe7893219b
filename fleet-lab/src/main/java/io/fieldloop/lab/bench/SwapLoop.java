package io.fieldloop.lab.bench;

import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.process.ResidentMemory;
import io.fieldloop.lab.bench.Callers.Outcome;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.predict.LoadedModel;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.Runtimes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that loads and swaps the model of a pool again and again while it is asked; prints {@link Timings} of requests when
 * nothing is swapped, of those while it is, and then how many were lost and wrong.
 */
final class SwapLoop {
    private static final int WORKERS = 2;
    private static final int QUEUED = 4;
    private static final long SWAP_EVERY_MILLIS = 100;

    private final InferencePool pool;
    private final Callers callers;
    private final LocalPackage odd;
    private final LocalPackage even;
    private int version;

    private SwapLoop(InferencePool pool, LocalPackage odd, LocalPackage even) throws ModelException {
        this.pool = pool;
        this.odd = odd;
        this.even = even;
        this.callers = new Callers(pool, Exam.of(odd, even));
    }

    /** Runs it: {@code FOLDER ROUNDS SWAPS}, so many swaps in each round. */
    public static void main(String[] arguments) throws IOException, ModelException, InterruptedException {
        var versions = new FashionVersions(Path.of(arguments[0]));
        LocalPackage odd = versions.version(1, FashionVersions.base());
        LocalPackage even = versions.version(2, FashionVersions.contrary());
        try (var pool = new InferencePool(FashionVersions.MODEL, WORKERS, QUEUED)) {
            new SwapLoop(pool, odd, even).run(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        }
    }

    private void run(int rounds, int swaps) throws IOException, ModelException, InterruptedException {
        swap();
        var _ = callers.askDuring(() -> swap(swaps)); // warms up
        var before = new Outcome(0, 0, List.of());
        var during = new Outcome(0, 0, List.of());
        for (int round = 0; round < rounds; round++) {
            before = before.and(callers.askDuring(() -> TimeUnit.MILLISECONDS.sleep(swaps * SWAP_EVERY_MILLIS)));
            during = during.and(callers.askDuring(() -> swap(swaps)));
        }
        print(before);
        print(during);
        Outcome both = before.and(during);
        System.out.println(both.lost() + " " + both.wrong());
    }

    private static void print(Outcome outcome) {
        long[] nanos = outcome.nanos().stream().mapToLong(Long::longValue).toArray();
        System.out.println(Timings.of(nanos, ResidentMemory.ownBytes().orElseThrow() / 1024, 0, 0)
                .line());
    }

    private void swap(int times) throws IOException, ModelException, InterruptedException {
        for (int i = 0; i < times; i++) {
            swap();
            TimeUnit.MILLISECONDS.sleep(SWAP_EVERY_MILLIS);
        }
    }

    /** As a deployment does it: loads the next version beside the one that serves, and then lets it serve. */
    private void swap() throws IOException, ModelException {
        version++;
        LocalPackage next = FashionVersions.numbered(version % 2 == 1 ? odd : even, version);
        pool.swap(pool.standBy(LoadedModel.load(next, Runtimes.available(), LoadOptions.DEFAULT)));
        callers.serves(version);
    }
}
