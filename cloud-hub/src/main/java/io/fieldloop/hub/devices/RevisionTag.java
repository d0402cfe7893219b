package io.fieldloop.hub.devices;

import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.problem.ProblemKind;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The entity tag (RFC 9110, section 8.8.3) of what people may change of a device.
 *
 * @param revision how often that has been changed
 */
public record RevisionTag(long revision) {
    private static final long NO_REVISION = -1;
    private static final Pattern GRAMMAR = Pattern.compile("\"(\\d{1,18})\"");

    /**
     * Which state a change is made to.
     *
     * @param thing what is changed
     * @param ifMatch the header that says it
     * @param current the revision now
     * @return the revision; one that there never is, if the header has the tag of something else
     * @throws ProblemException if there is no such header
     */
    public static long expected(String thing, @Nullable String ifMatch, LongSupplier current) {
        if (ifMatch == null) {
            throw new ProblemException(
                    ProblemKind.PRECONDITION_REQUIRED,
                    "send the ETag of the %s that you read as If-Match".formatted(thing),
                    List.of());
        }
        return ifMatch.equals("*")
                ? current.getAsLong()
                : parse(ifMatch).map(RevisionTag::revision).orElse(NO_REVISION);
    }

    /** Reads a tag; empty if it is of something else, which then is not what there is now. */
    private static Optional<RevisionTag> parse(String text) {
        Matcher matcher = GRAMMAR.matcher(text);
        return matcher.matches() ? Optional.of(new RevisionTag(Long.parseLong(matcher.group(1)))) : Optional.empty();
    }

    @Override
    public String toString() {
        return "\"" + revision + "\"";
    }
}
