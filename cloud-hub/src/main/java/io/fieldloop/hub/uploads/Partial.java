package io.fieldloop.hub.uploads;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Sha256;

/**
 * Media of which the beginning is here.
 *
 * @param sizeBytes as the device declared it
 * @param receivedBytes how many of them are on the disk for good
 */
record Partial(DeviceId deviceId, Sha256 sha256, long sizeBytes, long receivedBytes) {
    boolean isWhole() {
        return receivedBytes == sizeBytes;
    }

    /** How the file is called that holds it: no device can write to that of another. */
    String fileName() {
        return sha256 + "." + deviceId;
    }
}
