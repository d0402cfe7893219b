package io.fieldloop.hub.security;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Arrays;
import java.util.List;

/** A role of people. Each may do all that the one before it may. */
@Serdeable
public enum Role {
    /** Looks at everything, changes nothing. */
    @JsonProperty(Roles.VIEWER)
    VIEWER(Roles.VIEWER),
    /** Labels samples. */
    @JsonProperty(Roles.LABELLER)
    LABELLER(Roles.LABELLER),
    /** Runs devices, models, trainings and rollouts. */
    @JsonProperty(Roles.OPERATOR)
    OPERATOR(Roles.OPERATOR),
    /** Gives and takes access. */
    @JsonProperty(Roles.ADMIN)
    ADMIN(Roles.ADMIN);

    private final String text;

    Role(String text) {
        this.text = text;
    }

    /** The role of this text, as {@link Roles} has them. */
    static Role of(String text) {
        return Arrays.stream(values())
                .filter(r -> r.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no role '" + text + "'"));
    }

    /** As {@link Roles} has it. */
    String text() {
        return text;
    }

    /** This role and all below it, as {@link Roles} has them. */
    List<String> withThoseBelow() {
        return Arrays.stream(values())
                .filter(r -> r.compareTo(this) <= 0)
                .map(Role::text)
                .toList();
    }
}
