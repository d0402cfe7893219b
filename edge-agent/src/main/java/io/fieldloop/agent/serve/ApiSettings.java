package io.fieldloop.agent.serve;

import io.fieldloop.agent.serve.http.HttpLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where the API listens, and to whom.
 *
 * @param address port 0 takes a free one
 * @param token what clients must present; without one the address must be of this machine only
 * @param limits what clients may take
 */
public record ApiSettings(InetSocketAddress address, Optional<AccessToken> token, HttpLimits limits) {
    /**
     * Checks that nobody else can reach an API without a token.
     *
     * @throws IllegalArgumentException if the address is unknown, or others can reach it and there is no token
     */
    public ApiSettings {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("there is no address '%s'".formatted(address.getHostString()));
        }
        if (token.isEmpty() && !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "without a token the API listens only on this machine, not on %s; configure a token"
                            .formatted(address.getHostString()));
        }
    }

    /** On this machine only, without a token. */
    public static ApiSettings loopback(int port) {
        return new ApiSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Optional.empty(), HttpLimits.DEFAULT);
    }
}
