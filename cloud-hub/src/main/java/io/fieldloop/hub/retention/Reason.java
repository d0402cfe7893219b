package io.fieldloop.hub.retention;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Locale;

/** Why samples go, or stay although they would go. */
@Serdeable
enum Reason {
    /** They go: they are older than is wanted. */
    @JsonProperty("age")
    AGE,
    /** They go: there are as many newer ones as are wanted. */
    @JsonProperty("count")
    COUNT,
    /** They go: newer ones have as many bytes as are wanted. */
    @JsonProperty("size")
    SIZE,
    /** They go: somebody asked for it. */
    @JsonProperty("request")
    REQUEST,
    /** They stay: somebody said what they show. */
    @JsonProperty("labelled")
    LABELLED,
    /** They stay: a snapshot has them, or a package among its golden samples. */
    @JsonProperty("snapshot")
    SNAPSHOT;

    /** As the database and the API call it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Reason of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
