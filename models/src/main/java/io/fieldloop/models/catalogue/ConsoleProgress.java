package io.fieldloop.models.catalogue;

import java.io.PrintWriter;
import java.util.Locale;

/** Tells a person what is being fetched: on a terminal by one line that changes, elsewhere by a line when something starts or ends. */
final class ConsoleProgress implements FetchListener {

    private final PrintWriter out;
    private final boolean terminal;

    /** The last percentage that was shown, so that the terminal is written to a hundred times and not a thousand. */
    private long shownPercent;

    ConsoleProgress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void started(Asset asset) {
        shownPercent = -1;
        out.printf("%s: fetching %s from %s%n", asset.name(), size(archiveBytes(asset)), origin(asset));
        out.flush();
    }

    @Override
    public void received(Asset asset, long bytes) {
        long percent = 100 * bytes / archiveBytes(asset);
        if (terminal && percent != shownPercent) {
            shownPercent = percent;
            out.printf("\r%s: %s of %s, %d %%  ", asset.name(), size(bytes), size(archiveBytes(asset)), percent);
            out.flush();
        }
    }

    @Override
    public void ended(Outcome outcome) {
        if (terminal && shownPercent >= 0) {
            out.print("\r\033[K");
            shownPercent = -1;
        }
        Asset asset = outcome.asset();
        out.println(
                switch (outcome) {
                    case Outcome.Present _ -> asset.name() + ": already here";
                    case Outcome.Fetched _ -> asset.name() + ": fetched, " + size(asset.sizeBytes());
                    case Outcome.Missing _ -> asset.name() + ": MISSING";
                });
        out.flush();
    }

    private static long archiveBytes(Asset asset) {
        return asset.source().archive().sizeBytes();
    }

    /** The package that holds the asset, for people. */
    static String origin(Asset asset) {
        return asset.source().kind() + " package " + asset.source().coordinates();
    }

    /** Bytes for people, in the decimal megabytes of disks and networks. */
    static String size(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
