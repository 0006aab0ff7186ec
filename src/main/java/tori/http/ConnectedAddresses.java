package tori.http;

import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Protocol;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.net.Proxy;

/**
 * Tells the resolver which of a host's addresses let us in: that is the one whose limits its
 * fetches count against. Called on the threads that fetch.
 */
final class ConnectedAddresses extends EventListener {

    private final Resolver resolver;

    ConnectedAddresses(Resolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public void connectEnd(
            Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
        if (proxy.type() == Proxy.Type.DIRECT) {
            resolver.connected(call.request().url().host(), address.getAddress());
        }
    }
}
