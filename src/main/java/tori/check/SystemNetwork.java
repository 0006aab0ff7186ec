package tori.check;

import tori.config.HostPort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;

/** The machine's own network, as {@link Connectivity} asks for it. Thread-safe. */
public final class SystemNetwork implements Connectivity.Connector, Connectivity.Interfaces {

    private final Names names;

    public SystemNetwork(Names names) {
        this.names = names;
    }

    @Override
    public boolean connects(HostPort target, Duration timeout) throws InterruptedException {
        try (Socket socket = new Socket()) {
            InetAddress literal = Targets.literal(target.host());
            InetAddress address =
                    literal == null
                            ? names.addresses(target.host(), timeout.toNanos()).getFirst()
                            : literal;
            socket.connect(
                    new InetSocketAddress(address, target.port()),
                    (int) Math.max(1, timeout.toMillis()));
            return true;
        } catch (IOException e) {
            if (Thread.interrupted()) {
                InterruptedException interrupted = new InterruptedException("interrupted");
                interrupted.initCause(e);
                throw interrupted;
            }
            return false;
        }
    }

    @Override
    public boolean anyUp() {
        try {
            return NetworkInterface.networkInterfaces().anyMatch(SystemNetwork::isUp);
        } catch (SocketException e) {
            return true;
        }
    }

    private static boolean isUp(NetworkInterface each) {
        try {
            return each.isUp() && !each.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }
}
