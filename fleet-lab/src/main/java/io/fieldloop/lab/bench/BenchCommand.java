package io.fieldloop.lab.bench;

import io.fieldloop.lab.hub.HubException;
import io.fieldloop.lab.program.ProgramException;
import io.fieldloop.lab.program.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fieldloop bench}. */
@Command(
        name = "fieldloop bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures the product against anchors, in turns and in the same run.",
            "Figures mean something only on a machine that does nothing else.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every figure is within its bound",
            "1:one is not, or something could not be measured; the output says which",
            "2:wrong usage"
        })
public final class BenchCommand implements Callable<Integer> {
    private static final List<Bench> BENCHES = List.of(
            new InferenceBench(),
            new HttpBench(),
            new SwapBench(),
            new ReloadBench(),
            new OutboxBench(),
            new FootprintBench(),
            new IngestBench(),
            new SearchBench(),
            new WireBench());

    @Parameters(
            paramLabel = "BENCH",
            arity = "1..*",
            completionCandidates = Names.class,
            description = "What to measure: ${COMPLETION-CANDIDATES}, or all.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--json", paramLabel = "DIR", description = "Write what was measured as DIR/BENCH.json.")
    private @Nullable Path json;

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description =
                    "Put the tables into a page in Markdown, each between <!-- bench NAME --> and <!-- end NAME -->.")
    private @Nullable Path page;

    @Option(
            names = "--pictures",
            paramLabel = "DIR",
            description = "Where curves are drawn (default target/bench of the checkout).")
    private @Nullable Path pictures;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often each side takes its turn; the best of them is told (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--scale",
            paramLabel = "SHARE",
            defaultValue = "1",
            description =
                    "Share of the usual repetitions; less than 1 to look whether all works (default ${DEFAULT-VALUE}).")
    private double scale;

    /** Runs the command. */
    public static void main(String[] arguments) {
        Runtime.getRuntime().addShutdownHook(new Thread(Programs::endAll, "stop"));
        System.exit(new CommandLine(new BenchCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (rounds < 1 || !(scale > 0)) {
            System.err.println("fieldloop bench: --rounds must be at least 1, and --scale above 0");
            return CommandLine.ExitCode.USAGE;
        }
        List<Bench> benches = new ArrayList<>();
        for (String name : names) {
            List<Bench> named = named(name);
            if (named.isEmpty()) {
                System.err.println("fieldloop bench: there is no bench '%s'; there are %s, and all"
                        .formatted(name, String.join(", ", new Names())));
                return CommandLine.ExitCode.USAGE;
            }
            benches.addAll(named);
        }
        boolean allMet = true;
        for (Bench bench : benches) {
            allMet &= measure(bench).map(Report::isMet).orElse(false);
        }
        return allMet ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static List<Bench> named(String name) {
        return BENCHES.stream()
                .filter(bench -> name.equals("all") || bench.name().equals(name))
                .toList();
    }

    /** Empty if it could not be measured. */
    private Optional<Report> measure(Bench bench) throws InterruptedException {
        say(bench.name() + ": " + bench.about());
        try (var work = new WorkFolder()) {
            Machine machine = Machine.here();
            if (!machine.isIdle()) {
                say("the machine is busy (load %.1f): these figures are not to be published".formatted(machine.load()));
            }
            var began = InstantSource.system().instant();
            List<Row> rows = bench.run(setting(work.folder()));
            var report = new Report(bench.name(), command(bench), machine, began, rows);
            report.table().forEach(System.out::println);
            keep(report);
            return Optional.of(report);
        } catch (IOException | ProgramException | HubException e) {
            say(bench.name() + " could not be measured: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** What measures the same again. */
    private String command(Bench bench) {
        String again = "./fieldloop bench %s --rounds %d".formatted(bench.name(), rounds);
        return scale == 1 ? again : again + " --scale " + scale;
    }

    private void keep(Report report) throws IOException {
        if (json != null) {
            report.write(Files.createDirectories(json).resolve(report.bench() + ".json"));
        }
        if (page != null) {
            new Page(page).put(report);
        }
    }

    private Bench.Setting setting(Path work) throws IOException {
        Path drawn = pictures != null ? pictures : Programs.root().resolve("target/bench");
        return new Bench.Setting(work, Files.createDirectories(drawn), rounds, scale, BenchCommand::say);
    }

    private static void say(String line) {
        System.err.println("fieldloop bench: " + line);
    }

    /** What can be measured. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return BENCHES.stream().map(Bench::name).iterator();
        }
    }
}
