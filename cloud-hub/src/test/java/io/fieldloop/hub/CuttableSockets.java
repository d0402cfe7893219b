package io.fieldloop.hub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLSocketFactory;

/** Makes TLS sockets whose connection can be cut. */
final class CuttableSockets extends SSLSocketFactory {
    private final SSLSocketFactory factory;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    CuttableSockets(SSLSocketFactory factory) {
        this.factory = factory;
    }

    /** Cuts all connections, without a word to the other side's protocol. */
    void cut() throws IOException {
        for (Socket socket = open.poll(); socket != null; socket = open.poll()) {
            socket.close();
        }
    }

    private Socket kept(Socket socket) {
        open.add(socket);
        return socket;
    }

    @Override
    public Socket createSocket() throws IOException {
        return kept(factory.createSocket());
    }

    @Override
    public Socket createSocket(Socket plain, String host, int port, boolean closesPlain) throws IOException {
        return factory.createSocket(plain, host, port, closesPlain);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return kept(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
        return kept(factory.createSocket(host, port, from, fromPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return kept(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
        return kept(factory.createSocket(host, port, from, fromPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return factory.getSupportedCipherSuites();
    }
}
