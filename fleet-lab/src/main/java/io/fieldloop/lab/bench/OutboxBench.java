package io.fieldloop.lab.bench;

import io.fieldloop.lab.bench.Bound.AtLeast;
import io.fieldloop.lab.bench.Bound.None;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many samples a device can keep in a second, against what the disk and the database alone would take. */
final class OutboxBench implements Bench {
    private static final int GROUP = 100;
    private static final int GROUPS = 1_000;
    private static final int SINGLES = 2_000;
    private static final double LEAST_PER_SECOND = 40_000;
    private static final double LEAST_SHARE = 0.6;

    @Override
    public String name() {
        return "outbox";
    }

    @Override
    public String about() {
        return "samples appended to the outbox, against SQLite alone and against a file alone";
    }

    @Override
    public List<Row> run(Setting setting) throws IOException, InterruptedException {
        Map<AppendLoop.Store, Double> grouped = best(setting, GROUP, setting.repetitions(GROUPS, 5));
        Map<AppendLoop.Store, Double> single = best(setting, 1, setting.repetitions(SINGLES, 5));
        double ours = grouped.getOrDefault(AppendLoop.Store.OUTBOX, 0.0);
        double sqlite = grouped.getOrDefault(AppendLoop.Store.SQLITE, 0.0);
        var bound = new AtLeast(Math.max(LEAST_PER_SECOND, LEAST_SHARE * sqlite));
        return List.of(
                Row.against(sqlite, "samples of 256 B in groups of 100, SQLite", "1/s", ours, bound),
                against(AppendLoop.Store.SQLITE_UNASKED, "samples of 256 B in groups of 100, SQLite unasked", grouped),
                against(AppendLoop.Store.FILE, "samples of 256 B in groups of 100, write and fsync", grouped),
                against(AppendLoop.Store.SQLITE, "samples of 256 B one by one, SQLite", single),
                against(AppendLoop.Store.FILE, "samples of 256 B one by one, write and fsync", single));
    }

    private static Row against(AppendLoop.Store anchor, String what, Map<AppendLoop.Store, Double> perSecond) {
        return Row.against(
                perSecond.getOrDefault(anchor, 0.0),
                what,
                "1/s",
                perSecond.getOrDefault(AppendLoop.Store.OUTBOX, 0.0),
                new None());
    }

    /** The most samples a second that each kept in any round. */
    private static Map<AppendLoop.Store, Double> best(Setting setting, int group, int groups)
            throws IOException, InterruptedException {
        Map<AppendLoop.Store, Double> best = new EnumMap<>(AppendLoop.Store.class);
        for (int round = 0; round < setting.rounds(); round++) {
            setting.progress().accept("round %d of %d, groups of %d".formatted(round + 1, setting.rounds(), group));
            for (AppendLoop.Store store : AppendLoop.Store.values()) {
                Path folder = Files.createTempDirectory(setting.work(), "store");
                String nanos = new Child(setting.work())
                        .java(
                                AppendLoop.class,
                                List.of(folder.toString(), store.name(), String.valueOf(group), String.valueOf(groups)))
                        .strip();
                best.merge(store, group * (double) groups * 1e9 / Long.parseLong(nanos), Math::max);
            }
        }
        return best;
    }
}
