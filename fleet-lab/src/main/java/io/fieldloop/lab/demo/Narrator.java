package io.fieldloop.lab.demo;

import java.io.PrintStream;
import java.util.Locale;

/** Tells the story: a line for each event with its time, and on a terminal one line of progress that renews itself. */
final class Narrator {
    private final PrintStream out;
    private final boolean terminal;
    private final long start = System.nanoTime();
    private boolean open;

    Narrator(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Seconds since the story began. */
    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    synchronized void chapter(String title) {
        line("");
        line("── " + title + " " + "─".repeat(Math.max(2, 72 - title.length())));
    }

    synchronized void say(String format, Object... values) {
        line(String.format(Locale.ROOT, "%6.1f s  ", seconds()) + String.format(Locale.ROOT, format, values));
    }

    /** Replaces the last progress; told only on a terminal. */
    synchronized void progress(String format, Object... values) {
        if (terminal) {
            out.printf("\r\033[K%6.1f s  %s", seconds(), String.format(Locale.ROOT, format, values));
            out.flush();
            open = true;
        }
    }

    private void line(String text) {
        if (open) {
            out.print("\r\033[K");
            open = false;
        }
        out.println(text);
    }
}
