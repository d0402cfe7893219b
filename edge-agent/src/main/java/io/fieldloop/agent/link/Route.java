package io.fieldloop.agent.link;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Optional;

/**
 * The way to a host, as the system would choose it now. Any thread.
 *
 * @param host by name or address
 * @param port of it
 */
public record Route(String host, int port) {
    /**
     * The network interface by which packets leave the device, such as {@code wlan0}; that of a tunnel, where one leads there. Empty
     * while no way leads there. Sends nothing, but may ask for the host's address.
     */
    public Optional<String> networkInterface() {
        // A socket for datagrams gets the address of the interface when it is connected, and nobody hears of it.
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(host, port));
            return Optional.ofNullable(NetworkInterface.getByInetAddress(socket.getLocalAddress()))
                    .map(NetworkInterface::getName);
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
