package io.fieldloop.lab.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a device and its hub on the level of TCP, counts what the hub sends, and cuts the first connection over
 * which it has sent so much.
 */
final class CuttingRelay implements AutoCloseable {
    private final ServerSocket entrance;
    private final int hubPort;
    private final long cutAfterBytes;
    private final AtomicLong bytesToDevice = new AtomicLong();
    private final AtomicInteger cuts = new AtomicInteger();

    private CuttingRelay(ServerSocket entrance, int hubPort, long cutAfterBytes) {
        this.entrance = entrance;
        this.hubPort = hubPort;
        this.cutAfterBytes = cutAfterBytes;
    }

    static CuttingRelay to(int hubPort, long cutAfterBytes) throws IOException {
        var relay = new CuttingRelay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), hubPort, cutAfterBytes);
        Thread.ofVirtual().name("relay").start(relay::accept);
        return relay;
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** What the hub sent over all connections, TLS included. */
    long bytesToDevice() {
        return bytesToDevice.get();
    }

    int cuts() {
        return cuts.get();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }

    private void accept() {
        try {
            while (!entrance.isClosed()) {
                Socket device = entrance.accept();
                Socket hub = new Socket(InetAddress.getLoopbackAddress(), hubPort);
                Thread.ofVirtual().start(() -> upwards(device, hub));
                Thread.ofVirtual().start(() -> downwards(device, hub));
            }
        } catch (IOException e) {
            if (!entrance.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void upwards(Socket device, Socket hub) {
        try (device;
                hub;
                InputStream from = device.getInputStream();
                OutputStream to = hub.getOutputStream()) {
            from.transferTo(to);
        } catch (IOException _) {
            // One of the two has ended the connection, and so does the other.
        }
    }

    private void downwards(Socket device, Socket hub) {
        try (device;
                hub;
                InputStream from = hub.getInputStream();
                OutputStream to = device.getOutputStream()) {
            byte[] chunk = new byte[4096];
            long carriedBytes = 0;
            for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
                to.write(chunk, 0, n);
                carriedBytes += n;
                bytesToDevice.addAndGet(n);
                if (carriedBytes >= cutAfterBytes && cuts.compareAndSet(0, 1)) {
                    return;
                }
            }
        } catch (IOException _) {
            // One of the two has ended the connection, and so does the other.
        }
    }
}
