package io.fieldloop.lab.bench;

import io.fieldloop.lab.hub.HubException;
import io.fieldloop.lab.program.ProgramException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Something that can be measured. */
interface Bench {
    /** As the command line knows it. */
    String name();

    /** What it measures, in half a sentence. */
    String about();

    /**
     * Measures.
     *
     * @throws IOException if something that it needs is missing; the message says how to get it
     */
    List<Row> run(Setting setting) throws IOException, InterruptedException, ProgramException, HubException;

    /**
     * How a bench is run.
     *
     * @param work an empty folder for whatever it needs, removed afterwards
     * @param pictures where it draws, if it draws anything
     * @param rounds how often ours and the anchor take their turns
     * @param scale the share of the usual number of repetitions; 1 is what figures are published from
     * @param progress hears a line now and then
     */
    record Setting(Path work, Path pictures, int rounds, double scale, Consumer<String> progress) {
        /** So many of the usual number of repetitions as the scale says, at least {@code least}. */
        int repetitions(int usual, int least) {
            return Math.max(least, (int) Math.round(usual * scale));
        }
    }
}
