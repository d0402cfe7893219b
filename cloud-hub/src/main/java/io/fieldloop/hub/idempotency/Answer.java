package io.fieldloop.hub.idempotency;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * What was answered to a request.
 *
 * @param location of what was made; null if the answer did not say
 * @param body as JSON
 */
@Serdeable
record Answer(int status, @Nullable String location, String body) {
    /** The same answer again. */
    HttpResponse<?> response() {
        MutableHttpResponse<String> response = HttpResponse.<String>status(HttpStatus.valueOf(status))
                .body(body)
                .contentType(MediaType.APPLICATION_JSON_TYPE);
        return location == null ? response : response.header(HttpHeaders.LOCATION, location);
    }
}
