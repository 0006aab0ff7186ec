package tori.http;

import okhttp3.Dns;

import tori.config.ProxyConfig;
import tori.network.MeteredSockets;
import tori.time.NanoClock;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes sockets that lead through one proxy. Thread-safe. */
final class Gateway extends MeteredSockets {

    private final ProxyConfig proxy;
    private final Dns dns;
    private final NanoClock clock;
    private final Tunnel tunnel;

    /** Which of the proxy's addresses is used: the next one when one does not answer. */
    private final AtomicInteger used = new AtomicInteger();

    /**
     * @param dns knows the proxy's address; sites are left to the proxy
     */
    Gateway(ProxyConfig proxy, Dns dns, NanoClock clock) {
        this.proxy = proxy;
        this.dns = dns;
        this.clock = clock;
        this.tunnel = Tunnel.to(proxy);
    }

    NanoClock clock() {
        return clock;
    }

    Tunnel tunnel() {
        return tunnel;
    }

    /** Where the proxy is. Blocks while its name is looked up. */
    InetSocketAddress address() throws UnknownHostException {
        List<InetAddress> addresses = dns.lookup(proxy.host());
        int index = Math.floorMod(used.get(), addresses.size());
        return new InetSocketAddress(addresses.get(index), proxy.port());
    }

    /** The address in use did not answer. */
    void unreached() {
        used.incrementAndGet();
    }

    @Override
    public Socket createSocket() {
        return new TunnelSocket(this);
    }

    /** The name is left to the proxy. */
    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(InetSocketAddress.createUnresolved(host, port));
    }
}
