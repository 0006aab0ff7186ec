package tori.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;

import javax.net.SocketFactory;

/**
 * Makes sockets that connect only where the fence lets them. The address is judged that is
 * connected to, in that moment: after every look-up, for literal addresses as for names, and anew
 * after each redirect. Thread-safe.
 */
public final class FencedSockets extends SocketFactory {

    private final AddressFence fence;

    public FencedSockets(AddressFence fence) {
        this.fence = fence;
    }

    /** Connects to nothing that is fenced off, and through no proxy of the Java machine. */
    private static final class FencedSocket extends Socket {

        private final AddressFence fence;

        private FencedSocket(AddressFence fence) {
            super(Proxy.NO_PROXY);
            this.fence = fence;
        }

        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            if (!(endpoint instanceof InetSocketAddress inet) || inet.isUnresolved()) {
                throw new FencedAddressException("no address at all");
            }
            fence.require(inet.getAddress());
            super.connect(endpoint, timeout);
        }
    }

    @Override
    public Socket createSocket() {
        return new FencedSocket(fence);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        return createSocket(host, port);
    }

    private Socket connected(InetSocketAddress address) throws IOException {
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
