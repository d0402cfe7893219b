package io.fieldloop.lab.simulation;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The devices of one process. It obeys the lines of its standard input and ends with it:
 *
 * <pre>
 *   number FAULT device seed    a fault befalls a device
 *   calm                        no fault is left anywhere; answers CALM and how many images are not dealt with
 * </pre>
 *
 * <p>Arguments: the folder of the fleet, the first device, the one after the last, the seed.
 */
public final class DeviceHost {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceHost.class);

    /** Each waits a moment for its model. */
    private static final int STARTS_AT_A_TIME = 8;

    static final String READY = "HOST READY";
    static final String CALM = "calm";
    static final String IS_CALM = "CALM ";

    private final Map<Integer, SimulatedDevice> devices = new TreeMap<>();

    private DeviceHost() {}

    /** Runs until its input ends. */
    public static void main(String[] arguments) throws IOException {
        Thread.currentThread().setUncaughtExceptionHandler(DeviceHost::fail);
        var host = new DeviceHost();
        host.start(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Long.parseLong(arguments[3]));
        say(READY);
        host.obey();
        // No good order: a device whose power is cut has none either, and the lab has seen all that it wants to see.
        Runtime.getRuntime().halt(0);
    }

    /** Or else the threads of the agents would keep a process alive that obeys no more. */
    private static void fail(Thread thread, Throwable failure) {
        LOG.error("the host cannot go on", failure);
        Runtime.getRuntime().halt(1);
    }

    private void start(Path fleet, int first, int end, long seed) throws IOException {
        var seeds = new SplittableRandom(seed);
        Map<Integer, Future<SimulatedDevice>> starting = new TreeMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(STARTS_AT_A_TIME)) {
            for (int device = first; device < end; device++) {
                DeviceFolder folder = DeviceFolder.of(fleet, device);
                long ownSeed = seeds.nextLong();
                starting.put(device, threads.submit(() -> SimulatedDevice.start(folder, ownSeed)));
            }
        }
        for (var device : starting.entrySet()) {
            devices.put(device.getKey(), started(device.getValue()));
        }
    }

    private static SimulatedDevice started(Future<SimulatedDevice> device) throws IOException {
        try {
            return device.get();
        } catch (ExecutionException e) {
            throw new IOException("a device does not start", e);
        } catch (InterruptedException e) {
            throw (IOException) new InterruptedIOException("the start is given up").initCause(e);
        }
    }

    private void obey() throws IOException {
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            if (line.startsWith(CALM)) {
                devices.values().forEach(SimulatedDevice::calm);
                say(IS_CALM + line.substring(CALM.length()).strip() + " " + unfinished());
            } else {
                FaultEvent event = FaultEvent.parse(line);
                requireNonNull(devices.get(event.device())).befall(event);
            }
        }
    }

    private int unfinished() {
        return devices.values().stream().mapToInt(SimulatedDevice::unfinished).sum();
    }

    // The lab reads the standard output.
    @SuppressWarnings("SystemOut")
    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
