package io.fieldloop.hub.devices;

import io.fieldloop.hub.idempotency.Idempotent;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.security.CertificateAuthority;
import io.fieldloop.hub.security.HubKeys;
import io.fieldloop.hub.security.Roles;
import io.fieldloop.protocol.DeviceId;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets devices enrol, for operators. */
@Controller("/api/v1/enrolment-tokens")
@Secured(Roles.OPERATOR)
@ExecuteOn(TaskExecutors.BLOCKING)
class EnrolmentTokenController {
    private static final Duration USUAL = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    private final Enrolment enrolment;
    private final HubKeys keys;

    EnrolmentTokenController(Enrolment enrolment, HubKeys keys) {
        this.enrolment = enrolment;
        this.keys = keys;
    }

    /**
     * Makes a token for a device. Its text also says by which authority the device knows this hub, and is in this answer
     * and nowhere else.
     */
    @Post
    @Status(HttpStatus.CREATED)
    @Idempotent
    NewToken create(@Body Wanted wanted, Authentication actor) {
        Map<String, String> labels = wanted.labels() == null ? Map.of() : wanted.labels();
        Duration validFor = wanted.validFor() == null ? USUAL : duration(wanted.validFor());
        requireUseful(labels, validFor);
        var permit = enrolment.permit(wanted.deviceId(), labels, validFor, actor.getName());
        String authority =
                CertificateAuthority.fingerprint(keys.authority().certificate()).hex();
        return new NewToken(permit.secret().text() + "." + authority, wanted.deviceId(), permit.expiresAt());
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException _) {
            throw ProblemException.invalid("/validFor", "a duration is written as in ISO 8601, such as PT1H");
        }
    }

    private static void requireUseful(Map<String, String> labels, Duration validFor) {
        if (!validFor.isPositive() || validFor.compareTo(LONGEST) > 0) {
            throw ProblemException.invalid(
                    "/validFor", "a token is valid for at most %s, and for some time at all".formatted(LONGEST));
        }
        try {
            Selector.requireLabels(labels);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("/labels", String.valueOf(e.getMessage()));
        }
    }

    /**
     * A token that is asked for.
     *
     * @param labels that the device shall have; none if absent
     * @param validFor as ISO 8601, such as {@code PT1H}; that if absent
     */
    @Serdeable
    record Wanted(
            DeviceId deviceId,
            @Nullable Map<String, String> labels,
            @Nullable String validFor) {}

    /** A token that was made. */
    @Serdeable
    record NewToken(String token, DeviceId deviceId, Instant expiresAt) {}
}
