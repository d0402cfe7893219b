package io.fieldloop.hub.idempotency;

import io.micronaut.http.annotation.FilterMatcher;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An operation that makes something, and makes it once for each {@code Idempotency-Key}. */
@Documented
@FilterMatcher
@Parameter(
        in = ParameterIn.HEADER,
        name = Idempotent.HEADER,
        schema = @Schema(type = "string"),
        description =
                "Names this request, such as by a UUID, for 24 hours. Sent again with the same key and content, it is "
                        + "answered as before and done only once; with other content it is refused (422), and while the first "
                        + "one is under way, too (409).")
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Idempotent {
    /** The header that holds the key. */
    String HEADER = "Idempotency-Key";
}
