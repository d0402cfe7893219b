package io.fieldloop.hub.security;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Gives those who sign packages their key without all the others. */
@Factory
final class SigningKeyFactory {
    @Singleton
    SigningKey signingKey(HubKeys keys) {
        return keys.signingKey();
    }
}
