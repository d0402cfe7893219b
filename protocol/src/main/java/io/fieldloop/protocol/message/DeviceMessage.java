package io.fieldloop.protocol.message;

/** What a device says to its hub. */
public sealed interface DeviceMessage
        permits Hello, DeviceState, SampleBatch, LedgerReport, Vitals, BehaviourReport, DeploymentReport {}
