package io.fieldloop.hub.datasets;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;

/**
 * Images with their classes, for one model.
 *
 * @param images how many were imported
 * @param labelled how many labelled samples of the model belong to it besides
 */
@Serdeable
public record Dataset(String name, String model, String description, Instant createdAt, long images, long labelled) {}
