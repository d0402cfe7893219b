package io.fieldloop.protocol.message;

/** What the hub says to a device. */
public sealed interface HubMessage permits Receipts, DesiredState {}
