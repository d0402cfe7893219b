package io.fieldloop.hub.labelling;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fieldloop.hub.labelling.Guide.NewGuide;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.samples.Sample;
import io.fieldloop.hub.samples.Samples;
import io.fieldloop.hub.security.Roles;
import io.fieldloop.protocol.ModelName;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Labelling, for people. */
@Controller("/api/v1")
@Secured(Roles.LABELLER)
@ExecuteOn(TaskExecutors.BLOCKING)
class LabellingController {
    private final Labelling labelling;
    private final Guides guides;
    private final Samples samples;

    LabellingController(Labelling labelling, Guides guides, Samples samples) {
        this.labelling = labelling;
        this.guides = guides;
        this.samples = samples;
    }

    /** How the samples of a model are to be labelled. */
    @Get("/models/{model}/guide")
    @Secured(Roles.VIEWER)
    Guide guide(String model) {
        return guides.newest(name(model));
    }

    /** Writes the next version of the guide. */
    @Put("/models/{model}/guide")
    @Secured(Roles.OPERATOR)
    Guide write(String model, @Body NewGuide written, Principal caller) {
        return guides.write(name(model), written, caller.getName());
    }

    /** Leases the most valuable open tasks to the caller for ten minutes. */
    @Post("/models/{model}/tasks/claim")
    Tasks claim(String model, @Body @Valid Claim claim, Principal caller) {
        Labelling.Lease lease = labelling.claim(name(model), claim.count(), caller.getName());
        Map<UUID, Sample> shown = samples.find(lease.tasks()).stream().collect(toMap(Sample::id, sample -> sample));
        return new Tasks(lease.tasks().stream()
                .map(id -> new Task(id, Objects.requireNonNull(shown.get(id)), lease.until()))
                .toList());
    }

    /** How many tasks are where. */
    @Get("/models/{model}/tasks/summary")
    @Secured(Roles.VIEWER)
    TaskSummary summary(String model) {
        return labelling.summary(name(model));
    }

    /** Labels a task. */
    @Put("/tasks/{id}/label")
    @Status(HttpStatus.NO_CONTENT)
    void label(UUID id, @Body Answer answer, Principal caller) {
        labelling.label(id, answer.className(), answer.guideVersion(), caller.getName());
    }

    /** Takes the caller's label back. */
    @Delete("/tasks/{id}/label")
    @Status(HttpStatus.NO_CONTENT)
    void undo(UUID id, Principal caller) {
        labelling.undo(id, caller.getName());
    }

    /** Skips a task. */
    @Post("/tasks/{id}/skip")
    @Status(HttpStatus.NO_CONTENT)
    void skip(UUID id, @Body Skip skip, Principal caller) {
        labelling.skip(id, skip.reason(), caller.getName());
    }

    private static ModelName name(String model) {
        try {
            return new ModelName(model);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("{model}", String.valueOf(e.getMessage()));
        }
    }

    /** How many tasks are wanted, 1 to 50. */
    @Serdeable
    record Claim(@Min(1) @Max(50) int count) {}

    /** The tasks that the caller now has. */
    @Serdeable
    record Tasks(List<Task> items) {}

    /** A task with what is to be labelled. */
    @Serdeable
    record Task(UUID id, Sample sample, Instant claimedUntil) {}

    /** What a task shows, by which version of the guide. */
    @Serdeable
    record Answer(@JsonProperty("class") String className, int guideVersion) {}

    /** Why a task cannot be labelled. */
    @Serdeable
    record Skip(String reason) {}
}
