package io.fieldloop.agent.health;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the agent is, if systemd started it, by datagrams to the socket that it named: sd_notify(3). Java has no
 * datagrams of this kind, so the C library is asked. What cannot be told is logged, and changes nothing. Any thread.
 */
public final class ServiceManager {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int MAX_PATH_BYTES = 107;

    private final Optional<String> socket;
    private final Optional<Duration> watchdog;

    private ServiceManager(Optional<String> socket, Optional<Duration> watchdog) {
        this.socket = socket;
        this.watchdog = watchdog;
    }

    /**
     * The one that started this process; one that hears nothing where there is none.
     *
     * @param environment of the process: {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC}
     */
    public static ServiceManager of(Map<String, String> environment) {
        return new ServiceManager(
                Optional.ofNullable(environment.get("NOTIFY_SOCKET")).filter(ServiceManager::isAddress),
                Optional.ofNullable(environment.get("WATCHDOG_USEC"))
                        .filter(text -> text.matches("[1-9]\\d{0,15}"))
                        .map(text -> Duration.of(Long.parseLong(text), ChronoUnit.MICROS)));
    }

    private static boolean isAddress(String socket) {
        return (socket.startsWith("/") || socket.startsWith("@"))
                && socket.getBytes(StandardCharsets.UTF_8).length <= MAX_PATH_BYTES;
    }

    /** How often {@link #alive()} is to be told: twice as often as would do. Empty when nobody waits for it. */
    public Optional<Duration> aliveEvery() {
        return socket.flatMap(_ -> watchdog).map(limit -> limit.dividedBy(2));
    }

    /** The agent is up. */
    public void ready() {
        tell("READY=1");
    }

    /** The agent still works. The service is started anew when this is not heard for long enough. */
    public void alive() {
        tell("WATCHDOG=1");
    }

    /** The agent is about to end, because it was told to. */
    public void stopping() {
        tell("STOPPING=1");
    }

    private void tell(String what) {
        socket.ifPresent(name -> {
            try {
                send(name, what);
            } catch (Throwable e) {
                // What a native function throws is not declared; none of it is worth ending the agent for.
                LOG.warn("the service manager cannot be told {}: {}", what, e.toString());
            }
        });
    }

    private static void send(String socket, String what) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            byte[] path = socket.getBytes(StandardCharsets.UTF_8);
            MemorySegment address = arena.allocate(2 + MAX_PATH_BYTES + 1);
            address.set(ValueLayout.JAVA_SHORT.withOrder(ByteOrder.nativeOrder()), 0, AF_UNIX);
            MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, 2, path.length);
            if (path[0] == '@') {
                address.set(ValueLayout.JAVA_BYTE, 2, (byte) 0); // a name in the abstract namespace
            }
            byte[] message = what.getBytes(StandardCharsets.US_ASCII);
            MemorySegment bytes = arena.allocate(message.length);
            MemorySegment.copy(message, 0, bytes, ValueLayout.JAVA_BYTE, 0, message.length);
            int file = (int) C.SOCKET.invokeExact((int) AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
            long sent = (long) C.SEND_TO.invokeExact(file, bytes, (long) message.length, 0, address, 2 + path.length);
            int _ = (int) C.CLOSE.invokeExact(file);
            if (sent != message.length) {
                LOG.warn("the service manager does not listen at {}", socket);
            }
        }
    }

    /** The functions of the C library; looked up when the first thing is told. */
    private static final class C {
        static final MethodHandle SOCKET = function(
                "socket",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        static final MethodHandle SEND_TO = function(
                "sendto",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT));
        static final MethodHandle CLOSE =
                function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

        private static MethodHandle function(String name, FunctionDescriptor signature) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), signature);
        }
    }
}
