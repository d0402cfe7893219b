package io.fieldloop.lab.bench;

import io.fieldloop.agent.process.ResidentMemory;
import io.fieldloop.lab.bench.Bound.AtLeast;
import io.fieldloop.lab.bench.Bound.AtMost;
import io.fieldloop.lab.program.Program;
import io.fieldloop.lab.program.ProgramException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The local API of the agent against what somebody would write by hand for the same model, asked by the same client. */
final class HttpBench implements Bench {
    private static final List<Integer> CONNECTIONS = List.of(1, 8, 64);
    private static final int SECONDS = 5;
    private static final double TOLERANCE = 1e-4;
    private static final double MEGABYTE = 1e6;
    private static final String LISTENS = "listens on ";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /**
     * What a server needs and does.
     *
     * @param answer to the one input that all are asked for
     * @param loads in the order of {@link #CONNECTIONS}
     * @param residentMegabytes after them
     */
    private record Figures(List<Float> answer, List<Load> loads, double residentMegabytes) {
        Figures best(Figures other) {
            List<Load> best = new ArrayList<>();
            for (int i = 0; i < loads.size(); i++) {
                best.add(loads.get(i).best(other.loads.get(i)));
            }
            return new Figures(answer, best, Math.min(residentMegabytes, other.residentMegabytes));
        }

        /** Two who do not compute the same need not be compared. */
        boolean agreesWith(Figures other) {
            boolean agrees = answer.size() == other.answer.size();
            for (int i = 0; agrees && i < answer.size(); i++) {
                agrees = Math.abs(answer.get(i) - other.answer.get(i)) < TOLERANCE;
            }
            return agrees;
        }
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public String about() {
        return "the local API, against servers written by hand with fastify and with DJL";
    }

    @Override
    public List<Row> run(Setting setting) throws IOException, InterruptedException, ProgramException {
        setting.progress().accept("fetching what is compared with");
        var servers = new ModelServers(setting.work());
        List<ModelServer> all = List.of(servers.agent(), servers.fastify(), servers.djl());
        List<List<Figures>> turns =
                all.stream().map(_ -> (List<Figures>) new ArrayList<Figures>()).toList();
        for (int round = 0; round < setting.rounds(); round++) {
            for (int i = 0; i < all.size(); i++) {
                setting.progress()
                        .accept("round %d of %d: %s"
                                .formatted(
                                        round + 1, setting.rounds(), all.get(i).name()));
                turns.get(i).add(measure(all.get(i), setting));
            }
        }
        List<Figures> best = turns.stream()
                .map(figures -> figures.stream().reduce(Figures::best).orElseThrow())
                .toList();
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < all.size(); i++) {
            rows.addAll(compare(best.getFirst(), best.get(i), all.get(i).name()));
        }
        return rows;
    }

    /** Starts a server, warms it up, and measures. */
    private static Figures measure(ModelServer server, Setting setting)
            throws IOException, InterruptedException, ProgramException {
        try (Program program = server.launch().start()) {
            URI address = address(server, program);
            List<Float> answer = server.ask(address);
            int seconds = setting.repetitions(SECONDS, 1);
            Load.of(server, address, CONNECTIONS.getLast(), seconds, setting.work()); // to warm up
            List<Load> loads = new ArrayList<>();
            for (int connections : CONNECTIONS) {
                loads.add(Load.of(server, address, connections, seconds, setting.work()));
            }
            return new Figures(
                    answer, loads, ResidentMemory.bytes(program.processId()).orElseThrow() / MEGABYTE);
        }
    }

    private static URI address(ModelServer server, Program program) throws ProgramException, InterruptedException {
        String line = program.awaitLine(said -> said.contains(LISTENS), START_LIMIT);
        String port = line.substring(line.lastIndexOf(':') + 1);
        return URI.create("http://127.0.0.1:" + port + server.path());
    }

    private static List<Row> compare(Figures ours, Figures theirs, String name) throws IOException {
        if (!ours.agreesWith(theirs)) {
            throw new IOException("%s answers %s and not %s".formatted(name, theirs.answer(), ours.answer()));
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS.size(); i++) {
            Load our = ours.loads().get(i);
            Load their = theirs.loads().get(i);
            String who = "%s, %d at a time, ".formatted(name, CONNECTIONS.get(i));
            rows.add(Row.against(
                    their.perSecond(), who + "requests", "1/s", our.perSecond(), new AtLeast(their.perSecond())));
            rows.add(atMost(their.medianMicros(), who + "median", "µs", our.medianMicros()));
            rows.add(atMost(their.slowMicros(), who + "99 %", "µs", our.slowMicros()));
        }
        rows.add(atMost(theirs.residentMegabytes(), name + ", resident", "MB", ours.residentMegabytes()));
        return rows;
    }

    private static Row atMost(double anchor, String what, String unit, double ours) {
        return Row.against(anchor, what, unit, ours, new AtMost(anchor));
    }
}
