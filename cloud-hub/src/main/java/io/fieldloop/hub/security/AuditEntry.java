package io.fieldloop.hub.security;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;

/** A change that somebody made. */
@Serdeable
record AuditEntry(UUID id, Instant at, String actor, String action, String subject) {}
