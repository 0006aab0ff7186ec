package tori.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;

/**
 * Makes sockets that connect only where the fence lets them. The address is judged that is
 * connected to, in that moment: after every look-up, for literal addresses as for names, and anew
 * after each redirect. They are metered as well. Thread-safe.
 */
public final class FencedSockets extends MeteredSockets {

    private final AddressFence fence;

    public FencedSockets(AddressFence fence) {
        this.fence = fence;
    }

    /** Connects to nothing that is fenced off, and through no proxy of the Java machine. */
    private static final class FencedSocket extends MeteredSocket {

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
}
