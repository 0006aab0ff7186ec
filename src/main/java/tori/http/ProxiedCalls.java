package tori.http;

import okhttp3.ConnectionPool;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.Request;
import okhttp3.Response;

import org.jspecify.annotations.Nullable;

import tori.poll.FetchException;
import tori.poll.PollResult.Cause;
import tori.time.NanoClock;

import java.io.IOException;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Makes calls through the proxies of a pool, one after the other until one serves or the time is
 * over; never without. Thread-safe.
 *
 * <p>Who is to blame for a failure: what a proxy does before it knows the site is its own. When it
 * says that it does not reach the site, it is believed unless another reaches it. What comes after,
 * the site's answers and the end of its connection, says nothing of the proxy; but the site gets
 * another one next time.
 */
final class ProxiedCalls {

    /** More in one fetch would be a storm. */
    private static final int MAX_TRIES = 8;

    /** As many are named where none could be used. */
    private static final int MAX_NAMED = 3;

    private final ProxyPool pool;
    private final NanoClock clock;
    private final Map<PooledProxy, SchemedClients> clients = new HashMap<>();

    /**
     * @param common what is common to all
     * @param connections makes a pool for each proxy
     * @param dns knows the proxies' addresses
     */
    ProxiedCalls(
            ProxyPool pool,
            SchemedClients common,
            Supplier<ConnectionPool> connections,
            Dns dns,
            NanoClock clock) {
        this.pool = pool;
        this.clock = clock;
        for (PooledProxy proxy : pool.proxies()) {
            Gateway gateway = new Gateway(proxy.config(), dns, clock);
            StandInNames names = new StandInNames();
            ConnectionPool pooled = connections.get();
            clients.put(
                    proxy,
                    common.with(client ->
                            client.proxy(Proxy.NO_PROXY)
                                    .eventListener(EventListener.NONE)
                                    .socketFactory(gateway)
                                    .dns(names)
                                    .connectionPool(pooled)
                                    .addInterceptor(Calls.ConnectTimeout.INTERCEPTOR)));
        }
    }

    /** Whether this host is to be asked through here. */
    boolean covers(String host) {
        return pool.covers(host);
    }

    /** The answer, once its head is there. */
    Response execute(Request request, Exchange exchange) throws IOException {
        return new Search(request, exchange).run();
    }

    /** Closes idle connections. */
    void close() {
        clients.values().forEach(client -> client.connectionPool().evictAll());
    }

    /** One fetch's way through the pool. */
    private final class Search {

        private final Request request;
        private final Exchange exchange;
        private final Set<PooledProxy> tried = new HashSet<>();
        private final Map<PooledProxy, Suspicion> suspects = new HashMap<>();
        private final List<String> troubles = new ArrayList<>();

        /** Whether a proxy that answers says so of the site. */
        private boolean siteInDoubt;

        /** A proxy that may or may not be to blame. */
        private record Suspicion(long startNanos, String words) {}

        private Search(Request request, Exchange exchange) {
            this.request = request;
            this.exchange = exchange;
        }

        Response run() throws IOException {
            while (tried.size() < MAX_TRIES && !exchange.timeIsUp()) {
                PooledProxy proxy = pool.take(exchange.host(), tried);
                if (proxy == null) {
                    break;
                }
                tried.add(proxy);
                Response response = attempt(proxy);
                if (response != null) {
                    return response;
                }
            }
            throw failure();
        }

        /** The answer; null if another proxy may have one. */
        private @Nullable Response attempt(PooledProxy proxy) throws IOException {
            long start = clock.nanoTime();
            try {
                Response response =
                        Calls.execute(
                                Objects.requireNonNull(clients.get(proxy)).of(request.url()),
                                bounded(),
                                exchange);
                served(proxy, start, response.code());
                return response;
            } catch (IOException e) {
                TunnelException tunnel = exchange.timeIsUp() ? null : TunnelException.in(e);
                if (tunnel == null) {
                    pool.moveOn(exchange.host(), proxy);
                    throw exchange.failureThrough(proxy.label(), e);
                }
                blame(proxy, start, tunnel);
                return null;
            } finally {
                proxy.undecided(start);
            }
        }

        /** A proxy that hangs leaves time for another. */
        private Request bounded() {
            long left = TimeUnit.NANOSECONDS.toMillis(exchange.remainingNanos());
            boolean another = tried.size() < Math.min(MAX_TRIES, pool.proxies().size());
            long bound = another ? left / 2 : left - left / 10;
            return request.newBuilder()
                    .tag(
                            Calls.ConnectTimeout.class,
                            new Calls.ConnectTimeout(Math.clamp(bound, 1, Integer.MAX_VALUE)))
                    .build();
        }

        private void served(PooledProxy proxy, long start, int status) {
            proxy.served(start);
            long now = clock.nanoTime();
            suspects.forEach((suspect, suspicion) ->
                    suspect.failed(suspicion.startNanos(), now, suspicion.words()));
            if (status == 403 || status == 429 || status == 430) {
                pool.moveOn(exchange.host(), proxy);
            }
        }

        private void blame(PooledProxy proxy, long start, TunnelException tunnel) {
            String words = String.valueOf(tunnel.getMessage());
            troubles.add(proxy.label() + " " + words);
            switch (tunnel.fault()) {
                case PROXY -> proxy.failed(start, clock.nanoTime(), words);
                case REFUSED -> {
                    siteInDoubt = true;
                    proxy.refused();
                    pool.moveOn(exchange.host(), proxy);
                }
                case UNCLEAR -> {
                    siteInDoubt = true;
                    suspects.put(proxy, new Suspicion(start, words));
                }
            }
        }

        private FetchException failure() {
            String host = exchange.host();
            if (troubles.isEmpty() && exchange.timeIsUp()) {
                return exchange.failure(new SocketTimeoutException());
            }
            if (siteInDoubt) {
                return new FetchException(
                        Cause.CONNECTION,
                        host + " could not be reached through a proxy: " + named(troubles),
                        null);
            }
            return new FetchException(
                    Cause.PROXY,
                    "no proxy could be used ("
                            + named(troubles.isEmpty() ? pool.troubles() : troubles)
                            + "); "
                            + host
                            + " is not asked without one, as it would see this machine's address",
                    null);
        }

        private static String named(List<String> troubles) {
            int more = troubles.size() - MAX_NAMED;
            return String.join("; ", troubles.subList(0, Math.min(MAX_NAMED, troubles.size())))
                    + (more > 0 ? "; and " + more + " more" : "");
        }
    }
}
