package io.fieldloop.lab.bench;

import io.fieldloop.lab.bench.Bound.AtMost;
import io.fieldloop.lab.bench.Bound.None;
import io.fieldloop.lab.hub.HubClient;
import io.fieldloop.lab.hub.HubException;
import io.fieldloop.lab.program.ProgramException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Pages of samples by the hub's REST API, near-duplicates, and the next task to label, against reading through all samples once. */
final class SearchBench implements Bench {
    private static final int SAMPLES = 1_000_000;
    private static final int QUESTIONS_OF_EACH = 40;
    private static final int CLAIMS = 500;
    private static final int LIKES = 200;
    private static final long SEED = 28;
    private static final double MOST_MILLIS = 100;

    @Override
    public String name() {
        return "search";
    }

    @Override
    public String about() {
        return "a page of samples by any filters, near-duplicates, and the next labelling task, against reading through all samples";
    }

    @Override
    public List<Row> run(Setting setting) throws IOException, InterruptedException, ProgramException, HubException {
        int samples = setting.repetitions(SAMPLES, 1_000);
        try (IngestHub hub = IngestHub.start(setting.work(), 1);
                HubClient client = hub.client();
                Connection database = hub.connect()) {
            setting.progress().accept("%d samples".formatted(samples));
            new SearchRows(SEED, samples).insert(database);
            List<Row> rows = new ArrayList<>(pages(setting, client, database));
            rows.addAll(
                    rows("near-duplicates", likes(client, database, setting.repetitions(LIKES, 5)), readAll(database)));
            rows.addAll(rows("next labelling task", claims(client, setting.repetitions(CLAIMS, 5)), readAll(database)));
            return rows;
        } catch (SQLException e) {
            throw new IOException("the database refused: " + e.getMessage(), e);
        }
    }

    private static List<Row> pages(Setting setting, HubClient client, Connection database)
            throws IOException, InterruptedException, HubException, SQLException {
        List<SearchQuestion> questions = SearchQuestion.some(SEED, setting.repetitions(QUESTIONS_OF_EACH, 2));
        setting.progress().accept("%d questions, each for the first time".formatted(questions.size()));
        List<Double> first = all(ask(client, questions));
        double anchor = readAll(database);
        Map<String, List<Double>> again = new LinkedHashMap<>();
        for (int round = 0; round < setting.rounds(); round++) {
            setting.progress().accept("again, round %d of %d".formatted(round + 1, setting.rounds()));
            anchor = Math.min(anchor, readAll(database));
            ask(client, questions).forEach((filters, millis) -> again.merge(filters, millis, SearchBench::least));
        }
        List<Row> rows = new ArrayList<>(rows("any filters, the first time", first, anchor));
        rows.addAll(rows("any filters", all(again), anchor));
        for (var asked : again.entrySet()) {
            rows.addAll(rows(asked.getKey(), asked.getValue(), anchor));
        }
        return rows;
    }

    /** How long each page took, in milliseconds, by what was asked for. */
    private static Map<String, List<Double>> ask(HubClient client, List<SearchQuestion> questions)
            throws IOException, InterruptedException, HubException {
        Map<String, List<Double>> millis = new LinkedHashMap<>();
        for (SearchQuestion question : questions) {
            long began = System.nanoTime();
            client.get(question.path());
            millis.computeIfAbsent(question.filters(), _ -> new ArrayList<>()).add((System.nanoTime() - began) / 1e6);
        }
        return millis;
    }

    /** How long it takes to find what looks like a sample, by samples from all over the time. */
    private static List<Double> likes(HubClient client, Connection database, int count)
            throws IOException, InterruptedException, HubException, SQLException {
        List<SearchQuestion> questions = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet ids = statement.executeQuery(
                        "SELECT id FROM sample_look ORDER BY md5(id::text) LIMIT %d".formatted(count))) {
            while (ids.next()) {
                questions.add(new SearchQuestion("near-duplicates", "/api/v1/samples?like=" + ids.getString(1)));
            }
        }
        return all(ask(client, questions));
    }

    private static List<Double> claims(HubClient client, int count)
            throws IOException, InterruptedException, HubException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long began = System.nanoTime();
            if (client.claim(SearchRows.MODEL, 1).isEmpty()) {
                throw new IOException("the hub has no task left after %d".formatted(i));
            }
            millis.add((System.nanoTime() - began) / 1e6);
        }
        return millis;
    }

    /** What a search without an index cannot do without, in milliseconds. */
    private static double readAll(Connection database) throws SQLException {
        try (Statement statement = database.createStatement()) {
            long began = System.nanoTime();
            statement.execute("SELECT count(*) FROM sample WHERE prediction IS NOT NULL");
            return (System.nanoTime() - began) / 1e6;
        }
    }

    /** Of each question the lesser. */
    private static List<Double> least(List<Double> one, List<Double> other) {
        return IntStream.range(0, one.size())
                .mapToObj(i -> Math.min(one.get(i), other.get(i)))
                .toList();
    }

    private static List<Double> all(Map<String, List<Double>> millis) {
        return millis.values().stream().flatMap(List::stream).toList();
    }

    private static List<Row> rows(String what, List<Double> millis, double anchor) {
        List<Double> sorted = millis.stream().sorted().toList();
        double p95 = sorted.get((int) Math.ceil(sorted.size() * 0.95) - 1);
        return List.of(
                Row.against(anchor, what + ", median", "ms", sorted.get(sorted.size() / 2), new None()),
                Row.against(anchor, what + ", 95 %", "ms", p95, new AtMost(MOST_MILLIS)),
                Row.against(anchor, what + ", longest", "ms", sorted.getLast(), new None()));
    }
}
