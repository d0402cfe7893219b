package io.fieldloop.lab.simulation;

import io.fieldloop.lab.program.ProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Where devices keep what they have. One thread. */
sealed interface Disks extends AutoCloseable permits Disks.OfTheMachine, SmallDisks {
    /** Gives a device its folder. */
    void give(DeviceFolder device) throws IOException, ProgramException, InterruptedException;

    /** What stands before the command of a process that is to find the folders. */
    List<String> launcher();

    @Override
    void close();

    /** The disk of this machine, which all share. */
    record OfTheMachine() implements Disks {
        @Override
        public void give(DeviceFolder device) throws IOException {
            Files.createDirectories(device.data());
        }

        @Override
        public List<String> launcher() {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
