package tori.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

import javax.net.SocketFactory;

/** Makes sockets that are metered, and otherwise as the Java machine has them. Thread-safe. */
public class MeteredSockets extends SocketFactory {

    @Override
    public Socket createSocket() {
        return new MeteredSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public final Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        return createSocket(host, port);
    }

    @Override
    public final Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public final Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        return createSocket(host, port);
    }

    /** One that is connected already. */
    protected final Socket connected(InetSocketAddress address) throws IOException {
        Socket socket = createSocket();
        boolean open = false;
        try {
            socket.connect(address);
            open = true;
            return socket;
        } finally {
            if (!open) {
                socket.close();
            }
        }
    }
}
