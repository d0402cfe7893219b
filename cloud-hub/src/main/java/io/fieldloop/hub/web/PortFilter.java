package io.fieldloop.hub.web;

import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.problem.ProblemKind;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.util.List;

/** Keeps devices and people apart: the TLS port answers devices only, the plain one everybody else. */
@ServerFilter("/**")
final class PortFilter implements Ordered {
    private static final String DEVICES = "/device/";

    @Override
    public int getOrder() {
        return ServerFilterPhase.FIRST.order();
    }

    @RequestFilter
    void refuseMisdirected(HttpRequest<?> request) {
        boolean forDevices = request.getPath().startsWith(DEVICES);
        if (forDevices != request.isSecure()) {
            throw new ProblemException(
                    ProblemKind.NOT_FOUND,
                    forDevices ? "devices speak to the device port, over TLS" : "this port is for devices only",
                    List.of());
        }
    }
}
