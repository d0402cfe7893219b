package io.fieldloop.lab.bench;

import io.fieldloop.lab.bench.Bound.AtLeast;
import io.fieldloop.lab.bench.Bound.AtMost;
import io.fieldloop.lab.bench.Bound.None;
import io.fieldloop.lab.program.ProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From devices into the hub's database, each sample until its receipt, against the broker alone and against COPY alone. */
final class IngestBench implements Bench {
    private static final List<Integer> DEVICES = List.of(1, 50, 500);
    private static final double LEAST_SHARE = 0.5;
    private static final double LEAST_SMALL_A_SECOND = 10_000;
    private static final int SMALL_BYTES = 256;
    private static final int MEMORY_MESSAGES = 1_000_000;
    private static final int MEMORY_DEVICES = 50;
    private static final int MEMORY_STEPS = 20;
    private static final double MEBIBYTE = 1 << 20;
    private static final double MOST_GROWTH = 1.1;

    /** How devices share samples out among messages, and how many they send in all at scale 1. */
    private enum Shape {
        SMALL_ALONE(SMALL_BYTES, 1, 20_000),
        SMALL_TOGETHER(SMALL_BYTES, 64, 3_200),
        LARGE_TOGETHER(20_000, 16, 500);

        private final int mediaBytes;
        private final int samplesAMessage;
        private final int messages;

        Shape(int mediaBytes, int samplesAMessage, int messages) {
            this.mediaBytes = mediaBytes;
            this.samplesAMessage = samplesAMessage;
            this.messages = messages;
        }
    }

    /**
     * Samples a second.
     *
     * @param broker from device to listener
     * @param copy into tables
     * @param ours from device to receipt
     */
    private record Rates(double broker, double copy, double ours) {
        Rates best(Rates other) {
            return new Rates(Math.max(broker, other.broker), Math.max(copy, other.copy), Math.max(ours, other.ours));
        }
    }

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public String about() {
        return "samples from devices to receipts, against the broker alone and COPY alone; and the hub's memory meanwhile";
    }

    @Override
    public List<Row> run(Setting setting) throws IOException, InterruptedException, ProgramException {
        List<IngestLoad> loads = loads(setting);
        int devices = loads.stream().mapToInt(IngestLoad::devices).max().orElseThrow();
        setting.progress().accept("starting a hub with %d devices".formatted(devices));
        try (IngestHub hub = IngestHub.start(setting.work(), devices);
                IngestTurns turns = IngestTurns.connect(hub, devices);
                Connection database = hub.connect()) {
            List<Row> rows = new ArrayList<>(rates(setting, loads, turns, database));
            rows.addAll(memory(setting, turns, Math.min(devices, MEMORY_DEVICES)));
            return rows;
        } catch (SQLException e) {
            throw new IOException("the database refused: " + e.getMessage(), e);
        }
    }

    /** Where there are fewer messages than devices, there is nothing to measure. */
    private static List<IngestLoad> loads(Setting setting) {
        List<IngestLoad> loads = new ArrayList<>();
        for (Shape shape : Shape.values()) {
            int messages = setting.repetitions(shape.messages, 1);
            for (int devices : DEVICES) {
                if (devices <= messages) {
                    loads.add(new IngestLoad(shape.mediaBytes, shape.samplesAMessage, devices, messages / devices));
                }
            }
        }
        return loads;
    }

    private static List<Row> rates(Setting setting, List<IngestLoad> loads, IngestTurns turns, Connection database)
            throws IOException, InterruptedException, SQLException {
        for (IngestLoad load : loads) {
            setting.progress().accept("warming up: " + load);
            var _ = rates(load, turns, database);
        }
        Map<IngestLoad, Rates> best = new LinkedHashMap<>();
        for (int round = 0; round < setting.rounds(); round++) {
            for (IngestLoad load : loads) {
                setting.progress().accept("round %d of %d: %s".formatted(round + 1, setting.rounds(), load));
                best.merge(load, rates(load, turns, database), Rates::best);
            }
        }
        List<Row> rows = new ArrayList<>();
        best.forEach((load, rates) -> rows.addAll(rows(load, rates)));
        return rows;
    }

    private static Rates rates(IngestLoad load, IngestTurns turns, Connection database)
            throws IOException, InterruptedException, SQLException {
        return new Rates(turns.brokerAlone(load), CopyTurn.perSecond(database, load), turns.ingest(load));
    }

    private static List<Row> rows(IngestLoad load, Rates rates) {
        double slower = Math.min(rates.broker(), rates.copy());
        boolean shared = load.mediaBytes() == SMALL_BYTES && load.samplesAMessage() > 1;
        double least = shared ? Math.max(LEAST_SMALL_A_SECOND, slower * LEAST_SHARE) : slower * LEAST_SHARE;
        Row broker = Row.against(rates.broker(), load + ", broker alone", "samples/s", rates.ours(), new None());
        Row copy = Row.against(rates.copy(), load + ", COPY alone", "samples/s", rates.ours(), new None());
        boolean brokerIsSlower = rates.broker() < rates.copy();
        return brokerIsSlower ? List.of(bounded(broker, least), copy) : List.of(broker, bounded(copy, least));
    }

    private static Row bounded(Row row, double least) {
        return new Row(row.what(), row.unit(), row.ours(), row.anchor(), new AtLeast(least));
    }

    private static List<Row> memory(Setting setting, IngestTurns turns, int devices)
            throws IOException, InterruptedException {
        int messages = setting.repetitions(MEMORY_MESSAGES, MEMORY_STEPS * devices);
        setting.progress().accept("%d messages, for the hub's memory".formatted(messages));
        var step = new IngestLoad(SMALL_BYTES, 1, devices, messages / MEMORY_STEPS / devices);
        List<Double> resident = new ArrayList<>();
        for (int i = 0; i < MEMORY_STEPS; i++) {
            turns.ingest(step);
            resident.add(turns.residentBytes() / MEBIBYTE);
        }
        Path picture = setting.pictures().resolve("ingest.svg");
        Files.writeString(
                picture,
                new LinePlot("Resident memory of the hub", "twentieths of %d messages".formatted(messages), "MiB")
                        .with("hub", resident)
                        .svg());
        setting.progress().accept("the curve: " + picture);
        double early = resident.get(MEMORY_STEPS / 10);
        return List.of(
                Row.alone("resident, after the second tenth", "MiB", early, new None()),
                Row.alone(
                        "resident, after the last tenth", "MiB", resident.getLast(), new AtMost(early * MOST_GROWTH)));
    }
}
