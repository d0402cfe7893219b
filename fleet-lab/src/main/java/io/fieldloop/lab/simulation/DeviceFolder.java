package io.fieldloop.lab.simulation;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Where everything of one device is.
 *
 * @param path of the folder
 */
record DeviceFolder(Path path) {
    /** That of a device below the folder of the fleet. */
    static DeviceFolder of(Path fleet, int device) {
        return new DeviceFolder(fleet.resolve(id(device)));
    }

    /** How a device is called. */
    static String id(int device) {
        return String.format(Locale.ROOT, "device-%04d", device);
    }

    /** How this one is called. */
    String id() {
        return path.getFileName().toString();
    }

    /** What its agent keeps. */
    Path data() {
        return path.resolve("data");
    }

    Path outbox() {
        return data().resolve("outbox.db");
    }

    /** What takes the room of its disk away. */
    Path ballast() {
        return data().resolve("ballast");
    }

    Path configuration() {
        return path.resolve("agent.yaml");
    }

    Path trace() {
        return path.resolve("trace.log");
    }

    /** Has a byte for each image that the agent told its source it was done with. */
    Path dealtWith() {
        return path.resolve("dealt-with");
    }
}
