package io.fieldloop.lab.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fieldloop.lab.hub.HubException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Asks again and again until something is so, tells the progress, and gives up loudly. */
public final class Waiting {
    private static final long PAUSE_MILLIS = 200;

    /**
     * What one look found.
     *
     * @param done whether it is so
     * @param found what was looked at
     * @param progress a line for the one who watches
     */
    public record Answer(boolean done, JsonNode found, String progress) {}

    /** Looks once. */
    @FunctionalInterface
    public interface Check {
        Answer look() throws IOException, InterruptedException, HubException;
    }

    private final Fleet fleet;
    private final Duration limit;
    private final Consumer<String> progress;

    /**
     * Waits for things of one fleet.
     *
     * @param progress hears a line at each look
     * @param limit of each wait
     */
    public Waiting(Fleet fleet, Duration limit, Consumer<String> progress) {
        this.progress = progress;
        this.fleet = fleet;
        this.limit = limit;
    }

    /**
     * Looks until it is so.
     *
     * @throws IOException if a program ended meanwhile or the limit is over
     */
    public JsonNode until(String what, Check check) throws IOException, InterruptedException, HubException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Answer answer = look(check);
            if (answer.done()) {
                return answer.found();
            }
            fleet.requireRunning();
            if (System.nanoTime() > end) {
                throw new IOException("%s took longer than %d s; last seen: %s"
                        .formatted(what, limit.toSeconds(), answer.progress()));
            }
            progress.accept(answer.progress());
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /**
     * Rolls the first version of a model out to one device, and looks until that has succeeded.
     *
     * @throws IOException if a program ended meanwhile or the limit is over
     */
    public void untilRolledOut(String model, String device) throws IOException, InterruptedException, HubException {
        Map<String, ?> first =
                Map.of("model", model, "version", 1, "devices", List.of(device), "waves", List.of(Map.of()));
        String rollout = fleet.hub().post("/api/v1/rollouts", first).path("id").asText();
        until("the rollout of " + model, () -> {
            String state =
                    fleet.hub().get("/api/v1/rollouts/" + rollout).path("state").asText();
            return new Answer(state.equals("succeeded"), MissingNode.getInstance(), "the rollout is " + state);
        });
    }

    /** A hub that does not answer has perhaps ended, and then that is what to tell. */
    private Answer look(Check check) throws IOException, InterruptedException, HubException {
        try {
            return check.look();
        } catch (IOException e) {
            fleet.requireRunning();
            throw e;
        }
    }
}
