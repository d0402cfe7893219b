package io.fieldloop.hub.web;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fieldloop.hub.problem.Problem.FieldError;
import io.micronaut.serde.exceptions.SerdeException;
import io.micronaut.serde.exceptions.path.CollectionItemReferencePath;
import io.micronaut.serde.exceptions.path.MapItemReferencePath;
import io.micronaut.serde.exceptions.path.PropertyReferencePath;
import io.micronaut.serde.exceptions.path.ReferencePath;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says in the caller's terms what the JSON reader stumbled over. The reader tells some of it in its messages only. */
final class BodyFault {
    private static final Pattern UNKNOWN = Pattern.compile("Unknown property \\[([^]]+)]");
    private static final Pattern MISSING = Pattern.compile(
            "(?:Null argument specified for|[Rr]equired (?:constructor parameter|property)) \\[(?:[^]]* )?(\\w+)]");
    private static final Pattern NO_SUBTYPE = Pattern.compile("No default constructor|[Ss]ubtype|[Dd]iscriminator");
    private static final Pattern CLASS_NAME = Pattern.compile("(?:[a-z]\\w*\\.)+(?:[A-Z]\\w*\\$)*([A-Z]\\w*)");

    private BodyFault() {}

    /** Where and what. */
    static FieldError of(@Nullable Throwable cause) {
        String parent = cause instanceof SerdeException e ? pointer(e) : "";
        String message = cause == null ? "" : String.valueOf(cause.getMessage());
        Matcher unknown = UNKNOWN.matcher(message);
        if (unknown.find()) {
            String name = unknown.group(1);
            return new FieldError(parent, "there is no field '%s'".formatted(name));
        }
        Matcher missing = MISSING.matcher(message);
        if (missing.find()) {
            String name = missing.group(1);
            return new FieldError(parent + "/" + escaped(name), "'%s' is missing".formatted(name));
        }
        if (NO_SUBTYPE.matcher(message).find() && innermost(cause) instanceof PropertyReferencePath property) {
            return unknownForm(parent, property.property().getType());
        }
        return new FieldError(parent, sentence(cause));
    }

    private static @Nullable ReferencePath innermost(@Nullable Throwable cause) {
        return cause instanceof SerdeException e && !e.getPath().isEmpty()
                ? e.getPath().getFirst()
                : null;
    }

    /** One field says which of several forms is meant, and does not say it, or says none of them. */
    private static FieldError unknownForm(String parent, Class<?> type) {
        JsonTypeInfo by = type.getAnnotation(JsonTypeInfo.class);
        JsonSubTypes forms = type.getAnnotation(JsonSubTypes.class);
        if (by == null || forms == null) {
            return new FieldError(parent, "cannot be read");
        }
        String names = Stream.of(forms.value()).map(JsonSubTypes.Type::name).collect(Collectors.joining(", "));
        return new FieldError(
                parent + "/" + escaped(by.property()), "'%s' is one of %s".formatted(by.property(), names));
    }

    /** The last clause of the first line, without the names of our classes. */
    static String sentence(@Nullable Throwable cause) {
        String message = cause == null || cause.getMessage() == null ? "cannot be read" : cause.getMessage();
        String line = message.lines().findFirst().orElse("cannot be read");
        int reason = line.lastIndexOf("due to: ");
        String clause = reason < 0 ? line : line.substring(reason + "due to: ".length());
        return CLASS_NAME.matcher(clause).replaceAll("$1").strip();
    }

    private static String pointer(SerdeException e) {
        var pointer = new StringBuilder();
        for (ReferencePath step : e.getPath().reversed()) { // the innermost comes first
            pointer.append('/').append(step(step));
        }
        return pointer.toString();
    }

    private static String step(ReferencePath step) {
        return switch (step) {
            case PropertyReferencePath property -> escaped(property.property().getName());
            case MapItemReferencePath item -> escaped(item.key());
            case CollectionItemReferencePath item -> String.valueOf(item.index());
            default -> throw new IllegalStateException("unknown step " + step);
        };
    }

    /** A name as a step of a JSON pointer (RFC 6901, section 3). */
    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
