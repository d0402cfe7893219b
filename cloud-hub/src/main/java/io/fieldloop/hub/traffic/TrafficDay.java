package io.fieldloop.hub.traffic;

import io.micronaut.serde.annotation.Serdeable;

/**
 * What went on a day, of one device or of all together.
 *
 * @param day such as 2026-11-23, by the clocks and in the time zones of the devices
 * @param devices that told of the day
 * @param controlBytes of everything by MQTT that is of no other class, both ways
 * @param vitalsBytes of vitals and of how models behave
 * @param samplesBytes of samples
 * @param modelsBytes of packages
 * @param vitalsHeldBack messages of vitals that were not sent, because the budget of the day was spent
 */
@Serdeable
record TrafficDay(
        String day,
        long devices,
        long controlBytes,
        long vitalsBytes,
        long samplesBytes,
        long modelsBytes,
        long vitalsHeldBack) {}
