package io.fieldloop.hub.problem;

import io.fieldloop.hub.problem.Problem.FieldError;
import java.util.List;

/** Refuses the current request; the web server answers with the problem. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemKind kind;
    private final transient List<FieldError> errors;

    /** A refusal of a kind, with its reason in a sentence, and what is wrong with the content if it is the content. */
    public ProblemException(ProblemKind kind, String detail, List<FieldError> errors) {
        super(detail);
        this.kind = kind;
        this.errors = List.copyOf(errors);
    }

    /** There is no such thing: {@code thing} is what kind of thing, {@code name} the one that was asked for. */
    public static ProblemException notFound(String thing, Object name) {
        return new ProblemException(ProblemKind.NOT_FOUND, "there is no %s '%s'".formatted(thing, name), List.of());
    }

    /** One thing is wrong with the content; {@code pointer} as in {@link FieldError}. */
    public static ProblemException invalid(String pointer, String detail) {
        return new ProblemException(ProblemKind.INVALID, detail, List.of(new FieldError(pointer, detail)));
    }

    /** What is there already forbids it. */
    public static ProblemException conflict(String detail) {
        return new ProblemException(ProblemKind.CONFLICT, detail, List.of());
    }

    /** The content is larger than {@code limitBytes}; {@code thing} names it. */
    public static ProblemException tooLarge(String thing, long limitBytes) {
        return new ProblemException(
                ProblemKind.TOO_LARGE, "%s may have at most %d bytes".formatted(thing, limitBytes), List.of());
    }

    /** What kind of refusal. */
    public ProblemKind kind() {
        return kind;
    }

    /** The reason in a sentence. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** What is wrong with the content, if it is the content. */
    public List<FieldError> errors() {
        return errors;
    }
}
