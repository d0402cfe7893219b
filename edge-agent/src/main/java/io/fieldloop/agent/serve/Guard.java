package io.fieldloop.agent.serve;

import io.fieldloop.agent.serve.http.Exchange;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides who may ask. With a token, who presents it. Without one, programs of this machine: a page in a browser of this
 * machine is not one of them, so what a browser adds to its requests, or a host name that was made to lead here, is refused.
 */
record Guard(Optional<AccessToken> token) {
    private static final Pattern THIS_MACHINE = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?");

    void admit(Exchange exchange) throws ApiException {
        if (token.isPresent()) {
            if (!token.get().isPresentedBy(exchange.field("Authorization").orElse(""))) {
                throw new ApiException(
                        401,
                        "present the token as 'Authorization: Bearer TOKEN'",
                        Map.of("WWW-Authenticate", "Bearer"));
            }
            return;
        }
        if (exchange.field("Origin").isPresent()
                || !THIS_MACHINE.matcher(host(exchange)).matches()) {
            throw new ApiException(403, "without a token only programs of this machine are answered, no web pages");
        }
    }

    private static String host(Exchange exchange) {
        // A client of HTTP/1.0 need not say; no browser is one.
        return exchange.field("Host").orElse("localhost");
    }
}
