package io.fieldloop.lab.bench;

import io.fieldloop.lab.bench.Bound.AtMost;
import io.fieldloop.lab.bench.Bound.None;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What those who ask notice when the model that answers them is replaced, and when its replacement is no good. */
final class SwapBench implements Bench {
    private static final int SWAPS_OF_A_ROUND = 50;
    private static final int BAD_VERSIONS = 5;
    private static final double MOST_TO_COME_BACK_MILLIS = 1_000;

    @Override
    public String name() {
        return "swap";
    }

    @Override
    public String about() {
        return "requests while the model is swapped, against the same requests before; and the way back from a failing, a slow and a drifting one";
    }

    @Override
    public List<Row> run(Setting setting) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>(swapping(setting));
        for (Fault fault : Fault.values()) {
            rows.addAll(comingBack(fault, setting));
        }
        return rows;
    }

    private static List<Row> swapping(Setting setting) throws IOException, InterruptedException {
        int swaps = setting.repetitions(SWAPS_OF_A_ROUND, 2);
        int all = swaps * setting.rounds();
        setting.progress().accept("%d swaps".formatted(all));
        Path folder = Files.createDirectories(setting.work().resolve("swap"));
        List<String> printed = new Child(setting.work())
                .java(
                        SwapLoop.class,
                        List.of(folder.toString(), String.valueOf(setting.rounds()), String.valueOf(swaps)))
                .lines()
                .toList();
        Timings before = Timings.parse(printed.get(0));
        Timings during = Timings.parse(printed.get(1));
        String[] faults = printed.get(2).split(" ");
        return List.of(
                Row.alone("swaps", "", all, new None()),
                Row.against(before.runs(), "requests while swapping", "", during.runs(), new None()),
                Row.alone("requests lost", "", Double.parseDouble(faults[0]), new AtMost(0)),
                Row.alone("answers wrong", "", Double.parseDouble(faults[1]), new AtMost(0)),
                Row.against(before.p50(), "request while swapping, median", "µs", during.p50(), new None()),
                Row.against(before.p99(), "request while swapping, 99 %", "µs", during.p99(), new None()));
    }

    private static List<Row> comingBack(Fault fault, Setting setting) throws IOException, InterruptedException {
        int versions = setting.repetitions(BAD_VERSIONS, 1);
        setting.progress().accept("%d %s versions".formatted(versions, fault.word()));
        Path folder = Files.createDirectories(setting.work().resolve("rollback-" + fault.word()));
        List<Double> millis = new Child(setting.work())
                .java(RollbackLoop.class, List.of(folder.toString(), fault.name(), String.valueOf(versions)))
                .lines()
                .map(nanos -> Long.parseLong(nanos) / 1e6)
                .sorted()
                .toList();
        String way = fault.word() + " model to previous model, ";
        return List.of(
                Row.alone(way + "median", "ms", millis.get(millis.size() / 2), new None()),
                Row.alone(way + "longest", "ms", millis.getLast(), new AtMost(MOST_TO_COME_BACK_MILLIS)));
    }
}
