package io.fieldloop.hub.security;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;

/** A token without its secret. */
@Serdeable
record Token(UUID id, String name, Role role, Instant createdAt, String createdBy) {}
