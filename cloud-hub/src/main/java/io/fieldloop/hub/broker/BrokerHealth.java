package io.fieldloop.hub.broker;

import io.micronaut.context.annotation.Requires;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Whether devices can reach the hub. */
@Singleton
@Requires(missingProperty = "fieldloop.broker.external")
final class BrokerHealth implements HealthIndicator {
    private final Broker broker;

    BrokerHealth(Broker broker) {
        this.broker = broker;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Mono.fromSupplier(() -> HealthResult.builder("broker", status()).build());
    }

    private HealthStatus status() {
        if (broker.disk().isFull()) {
            return HealthStatus.DOWN.describe("the disk is full; devices keep what they have until there is room");
        }
        return broker.isActive() ? HealthStatus.UP : HealthStatus.DOWN;
    }
}
