package io.fieldloop.hub.web;

import io.fieldloop.hub.problem.Problem.FieldError;
import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.web.router.MethodBasedRouteMatch;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.exceptions.UnsatisfiedRouteException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Finds out what in a request the framework stumbled over, and says it in the caller's terms. */
final class RequestFaults {
    private RequestFaults() {}

    /** What is wrong with the content; empty if {@code cause} is of another kind. */
    static List<FieldError> of(Throwable cause, HttpRequest<?> request) {
        return switch (cause) {
            case ConstraintViolationException violated ->
                violated.getConstraintViolations().stream()
                        .map(v -> violation(v, request))
                        .toList();
            case ConversionErrorException unreadable -> List.of(unreadable(unreadable));
            case UnsatisfiedRouteException missing ->
                List.of(new FieldError(pointer(missing.getArgument()), "is missing"));
            default -> List.of();
        };
    }

    private static FieldError unreadable(ConversionErrorException e) {
        Argument<?> argument = e.getArgument();
        Exception cause = e.getConversionError().getCause();
        return argument.isAnnotationPresent(Body.class)
                ? BodyFault.of(cause)
                : new FieldError(pointer(argument), BodyFault.sentence(cause));
    }

    /** The path of a violation: the controller's method, its argument, then fields inside the argument. */
    private static FieldError violation(ConstraintViolation<?> violation, HttpRequest<?> request) {
        Iterator<Path.Node> path = violation.getPropertyPath().iterator();
        path.next();
        String name = path.hasNext() ? path.next().getName() : "";
        Argument<?> argument = argument(request, name).orElse(null);
        String pointer =
                argument == null || argument.isAnnotationPresent(Body.class) ? pointer(path) : pointer(argument, path);
        return new FieldError(pointer, violation.getMessage());
    }

    /** Parameters may stand in the controller's method, or together in a record of their own. */
    private static String pointer(Argument<?> argument, Iterator<Path.Node> path) {
        return argument.isAnnotationPresent(RequestBean.class) && path.hasNext()
                ? "?" + path.next().getName()
                : pointer(argument);
    }

    private static Optional<Argument<?>> argument(HttpRequest<?> request, String name) {
        return RouteAttributes.getRouteMatch(request)
                .filter(MethodBasedRouteMatch.class::isInstance)
                .map(MethodBasedRouteMatch.class::cast)
                .flatMap(route -> Arrays.<Argument<?>>stream(route.getArguments())
                        .filter(a -> a.getName().equals(name))
                        .findFirst());
    }

    private static String pointer(Iterator<Path.Node> fields) {
        var pointer = new StringBuilder();
        while (fields.hasNext()) {
            Path.Node field = fields.next();
            if (field.getIndex() != null) {
                pointer.append('/').append(field.getIndex());
            } else if (field.getKey() != null) {
                pointer.append('/').append(BodyFault.escaped(field.getKey().toString()));
            }
            if (field.getName() != null && !field.getName().startsWith("<")) {
                pointer.append('/').append(BodyFault.escaped(field.getName()));
            }
        }
        return pointer.toString();
    }

    private static String pointer(Argument<?> argument) {
        if (argument.isAnnotationPresent(Body.class)) {
            return "";
        }
        return argument.isAnnotationPresent(QueryValue.class)
                ? "?" + argument.getName()
                : "{" + argument.getName() + "}";
    }
}
