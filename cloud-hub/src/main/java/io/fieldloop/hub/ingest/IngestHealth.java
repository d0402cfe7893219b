package io.fieldloop.hub.ingest;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Whether what devices say can be taken in. */
@Singleton
final class IngestHealth implements HealthIndicator {
    private final Ingest ingest;

    IngestHealth(Ingest ingest) {
        this.ingest = ingest;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Mono.fromSupplier(
                () -> HealthResult.builder("ingest", ingest.isConnected() ? HealthStatus.UP : HealthStatus.DOWN)
                        .build());
    }
}
