package tori.http;

import tori.http.TunnelException.Fault;
import tori.network.MeteredSocket;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;

/**
 * A socket whose connection leads through a proxy: whoever connects it to a site gets the proxy's
 * word that it is there. TLS goes over it as over any other, so the site's certificate is checked
 * against the site's name. Used as sockets are.
 */
final class TunnelSocket extends MeteredSocket {

    /** For those who name no bound; OkHttp does. */
    private static final int DEFAULT_TIMEOUT_MILLIS = 10_000;

    private final Gateway gateway;

    TunnelSocket(Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public void connect(SocketAddress site) throws IOException {
        connect(site, DEFAULT_TIMEOUT_MILLIS);
    }

    /**
     * Connects to the proxy and has it connect to the site.
     *
     * @param site whose name is left to the proxy to look up
     * @throws TunnelException if either fails
     */
    @Override
    public void connect(SocketAddress site, int timeoutMillis) throws IOException {
        int millis = timeoutMillis == 0 ? DEFAULT_TIMEOUT_MILLIS : timeoutMillis;
        long deadlineNanos = gateway.clock().nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        InetSocketAddress target = (InetSocketAddress) site;
        boolean open = false;
        try {
            int readTimeout = getSoTimeout();
            reachProxy(deadlineNanos);
            gateway.tunnel()
                    .open(
                            new ProxyTalk(this, deadlineNanos, gateway.clock()),
                            target.getHostString(),
                            target.getPort());
            setSoTimeout(readTimeout);
            open = true;
        } finally {
            if (!open) {
                close();
            }
        }
    }

    private void reachProxy(long deadlineNanos) throws TunnelException {
        InetSocketAddress proxy;
        try {
            proxy = gateway.address();
        } catch (UnknownHostException e) {
            throw new TunnelException(Fault.PROXY, "has a name that could not be resolved", e);
        }
        long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - gateway.clock().nanoTime());
        try {
            super.connect(proxy, (int) Math.max(1, left));
        } catch (SocketTimeoutException e) {
            gateway.unreached();
            throw new TunnelException(Fault.PROXY, "did not answer in time", e);
        } catch (IOException e) {
            gateway.unreached();
            String words =
                    e instanceof ConnectException ? "refused the connection" : "is out of reach";
            throw new TunnelException(Fault.PROXY, words, e);
        }
    }
}
