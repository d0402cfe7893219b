package io.fieldloop.protocol.message;

/** Why a sample was given up before the hub had it. */
public enum EvictionReason {
    /** The outbox had reached its bound, and this sample was worth the least. */
    OUTBOX_FULL,
    /** The disk had no room. */
    DISK_FULL,
    /** The sample alone is larger than a message may be. */
    TOO_LARGE,
    /** The stored sample could not be read back. */
    UNREADABLE
}
