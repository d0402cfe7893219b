package io.fieldloop.lab.bench;

import io.fieldloop.agent.process.ResidentMemory;
import io.fieldloop.models.runtime.Invocation;
import io.fieldloop.models.runtime.LoadOptions;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelFormat;
import io.fieldloop.models.runtime.ModelRuntime;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.models.runtime.Session;
import java.nio.file.Path;
import java.util.List;

/** A program that loads a model, runs it once and closes it, again and again; prints its resident bytes after each time. */
final class ReloadLoop {
    private ReloadLoop() {}

    /** Runs it: {@code MODEL FORMAT RELOADS SHAPE...}. */
    public static void main(String[] arguments) throws ModelException {
        ModelRuntime runtime = Runtimes.available().forFormat(ModelFormat.valueOf(arguments[1]));
        List<List<Integer>> shapes = Shapes.parse(List.of(arguments).subList(3, arguments.length));
        int reloads = Integer.parseInt(arguments[2]);
        for (int i = 0; i < reloads; i++) {
            try (Session session = runtime.load(Path.of(arguments[0]), LoadOptions.DEFAULT);
                    Invocation invocation = session.newInvocation(shapes)) {
                invocation.run();
            }
            System.out.println(ResidentMemory.ownBytes().orElseThrow());
        }
    }
}
