package io.fieldloop.lab.demo;

import java.io.PrintStream;
import java.util.Locale;

/** Tells the story: a line for each event with its time, and on a terminal one line of progress that renews itself. */
final class Narrator {
    private static final double QUIET_SECONDS = 10;

    private final PrintStream out;
    private final boolean terminal;
    private final long start = System.nanoTime();
    private boolean open;
    private boolean silent;
    private double lastTold;

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

    /** Replaces the last progress; where there is no terminal, a line now and then. */
    synchronized void progress(String format, Object... values) {
        if (silent) {
            return;
        }
        if (terminal) {
            out.printf(Locale.ROOT, "\r\033[K%6.1f s  %s", seconds(), String.format(Locale.ROOT, format, values));
            out.flush();
            open = true;
        } else if (seconds() - lastTold >= QUIET_SECONDS) {
            say(format, values);
        }
    }

    /** Says nothing more; what fails from now on fails because the end was asked for. */
    synchronized void fallSilent() {
        silent = true;
    }

    private void line(String text) {
        if (silent) {
            return;
        }
        if (open) {
            out.print("\r\033[K");
            open = false;
        }
        out.println(text);
        lastTold = seconds();
    }
}
