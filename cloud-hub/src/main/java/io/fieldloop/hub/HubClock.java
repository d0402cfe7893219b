package io.fieldloop.hub;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The one place where the hub reads the clock. */
@Factory
final class HubClock {
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }
}
