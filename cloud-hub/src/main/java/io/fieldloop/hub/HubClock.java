package io.fieldloop.hub;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The one place where the hub reads the clock. */
@Factory
final class HubClock {
    @Singleton
    @Primary // the framework brings one of its own
    InstantSource clock() {
        return InstantSource.system();
    }
}
