package io.fieldloop.hub.behaviour;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How long windows are kept.
 *
 * @param join after this long the windows of an hour become one
 * @param forget after this long they are deleted
 */
@ConfigurationProperties("fieldloop.behaviour")
record Retention(
        @Bindable(defaultValue = "7d") Duration join,
        @Bindable(defaultValue = "90d") Duration forget) {}
