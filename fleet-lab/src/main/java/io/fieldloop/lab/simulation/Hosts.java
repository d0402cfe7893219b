package io.fieldloop.lab.simulation;

import io.fieldloop.lab.program.ProgramException;
import io.fieldloop.lab.program.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The processes of all devices. One thread. */
final class Hosts implements AutoCloseable {
    private static final int MOST_DEVICES = 50;

    /** So that something goes on while one is gone. */
    private static final int LEAST_HOSTS = 2;

    private static final Duration CALM_LIMIT = Duration.ofMinutes(1);
    private static final long LOOK_MILLIS = 100;

    private final List<HostProcess> hosts;

    private final List<DeviceFolder> devices;

    private Hosts(List<HostProcess> hosts, List<DeviceFolder> devices) {
        this.hosts = hosts;
        this.devices = devices;
    }

    /** Divides devices among processes, which do not run yet. */
    static Hosts of(int devices, long seed, Path folder, Disks disks) {
        var programs = new Programs(Programs.root(), folder.resolve("logs"), disks.launcher());
        var seeds = new SplittableRandom(seed);
        int size = Math.min(MOST_DEVICES, (devices + LEAST_HOSTS - 1) / LEAST_HOSTS);
        List<HostProcess> hosts = new ArrayList<>();
        for (int first = 0; first < devices; first += size) {
            hosts.add(new HostProcess(programs, folder, first, Math.min(devices, first + size), seeds.split()));
        }
        List<DeviceFolder> folders = IntStream.range(0, devices)
                .mapToObj(device -> DeviceFolder.of(folder, device))
                .toList();
        return new Hosts(hosts, folders);
    }

    void start() throws IOException, ProgramException, InterruptedException {
        for (HostProcess host : hosts) {
            host.start();
        }
    }

    /** Where everything of each device is. */
    List<DeviceFolder> devices() {
        return devices;
    }

    /** Where everything of one device is. */
    DeviceFolder folder(int device) {
        return devices.get(device);
    }

    /** The one that has a device. */
    HostProcess of(int device) {
        return hosts.stream().filter(host -> host.has(device)).findFirst().orElseThrow();
    }

    /** Ends the faults of all devices, and waits until they have dealt with what they saw; but not for ever. */
    void calm() throws IOException, ProgramException, InterruptedException {
        long end = System.nanoTime() + CALM_LIMIT.toNanos();
        for (HostProcess host : hosts) {
            while (host.calm() > 0 && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
    }

    @Override
    public void close() {
        hosts.forEach(HostProcess::close);
    }
}
