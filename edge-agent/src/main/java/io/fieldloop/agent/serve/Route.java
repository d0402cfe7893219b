package io.fieldloop.agent.serve;

import io.fieldloop.agent.serve.http.Exchange;
import io.fieldloop.models.runtime.ModelException;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A method and the paths that it goes with, and what answers them.
 *
 * @param method of the request; HEAD goes where GET does
 * @param path matches all of the path; its groups, if any, are a name and a version
 */
record Route(String method, Pattern path, Action action) {
    /**
     * To what is only looked at.
     *
     * @param path in which {@code NAME} and {@code VERSION} stand for any, and what is in brackets may be left out
     */
    static Route get(String path, Action action) {
        return new Route("GET", pattern(path), action);
    }

    /** To what does something; {@code path} as in {@link #get}. */
    static Route post(String path, Action action) {
        return new Route("POST", pattern(path), action);
    }

    private static Pattern pattern(String path) {
        return Pattern.compile(
                path.replace("NAME", "([^/]+)").replace("[/versions/VERSION]", "(?:/versions/([^/]+))?"));
    }

    boolean takes(String asked) {
        return asked.equals(method) || (asked.equals("HEAD") && method.equals("GET"));
    }

    /** What is asked by this path; empty if the route does not lead there. */
    Optional<Call> call(Exchange exchange) {
        Matcher found = path.matcher(exchange.path());
        if (!found.matches()) {
            return Optional.empty();
        }
        String name = found.groupCount() < 1 ? "" : found.group(1);
        Optional<String> version = found.groupCount() < 2 ? Optional.empty() : Optional.ofNullable(found.group(2));
        return Optional.of(new Call(exchange, name, version));
    }

    /**
     * One request.
     *
     * @param name of the model or stream in the path; {@code ""} where it names none
     * @param version of the model, if the path names one
     */
    record Call(Exchange exchange, String name, Optional<String> version) {}

    /** Answers a request, on its thread. */
    @FunctionalInterface
    interface Action {
        void answer(Call call) throws ApiException, ModelException, IOException, InterruptedException;
    }
}
