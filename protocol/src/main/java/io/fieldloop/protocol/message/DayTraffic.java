package io.fieldloop.protocol.message;

import java.time.LocalDate;

/**
 * What went between a device and its hub on a day: payloads and topics by MQTT, bodies by HTTP.
 *
 * @param day by the clock and in the time zone of the device
 * @param controlBytes of everything that is of no other class, both ways
 * @param vitalsBytes of vitals and of how models behave
 * @param samplesBytes of samples
 * @param modelsBytes of packages
 * @param vitalsHeldBack messages of vitals that were not sent, because the budget of the day was spent
 */
public record DayTraffic(
        LocalDate day, long controlBytes, long vitalsBytes, long samplesBytes, long modelsBytes, long vitalsHeldBack) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public DayTraffic {
        if (Math.min(Math.min(controlBytes, vitalsBytes), Math.min(samplesBytes, modelsBytes)) < 0
                || vitalsHeldBack < 0) {
            throw new IllegalArgumentException("traffic is counted from 0 on, not below");
        }
    }
}
