package io.fieldloop.lab.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.LongAdder;

/**
 * Stands between a device and a port of its hub, and counts the bytes of TCP in both directions: TLS and MQTT with all that they add. Any
 * thread.
 */
public final class CountingRelay implements AutoCloseable {
    private static final int WAITING = 50;
    private static final int CHUNK_BYTES = 1 << 14;

    private final ServerSocket entrance;
    private final int hubPort;
    private final LongAdder bytes = new LongAdder();

    private CountingRelay(ServerSocket entrance, int hubPort) {
        this.entrance = entrance;
        this.hubPort = hubPort;
    }

    /**
     * Begins to pass on.
     *
     * @throws IOException if no port is free
     */
    public static CountingRelay to(int hubPort) throws IOException {
        var relay = new CountingRelay(new ServerSocket(0, WAITING, InetAddress.getLoopbackAddress()), hubPort);
        Thread.ofVirtual().name("relay").start(relay::accept);
        return relay;
    }

    /** Where it is to be reached. */
    public int port() {
        return entrance.getLocalPort();
    }

    /** How many passed so far. */
    public long bytes() {
        return bytes.sum();
    }

    /** Lets nobody in any more. */
    @Override
    public void close() throws IOException {
        entrance.close();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket device = entrance.accept();
                Socket hub = new Socket(InetAddress.getLoopbackAddress(), hubPort);
                Thread.ofVirtual().start(() -> pass(device, hub));
                Thread.ofVirtual().start(() -> pass(hub, device));
            } catch (IOException e) {
                if (!entrance.isClosed()) {
                    throw new UncheckedIOException("the relay to port " + hubPort + " fails", e);
                }
            }
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to;
                InputStream input = from.getInputStream();
                OutputStream output = to.getOutputStream()) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int count = input.read(chunk); count >= 0; count = input.read(chunk)) {
                output.write(chunk, 0, count);
                bytes.add(count);
            }
        } catch (IOException _) {
            // One of the two has ended the connection, and so does the other.
        }
    }
}
