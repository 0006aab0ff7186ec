package tori.http;

import okhttp3.ConnectionPool;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.network.AddressFence;
import tori.network.ConnectionPools;
import tori.network.FencedAddressException;
import tori.network.FencedSockets;
import tori.network.MeteredAnswers;
import tori.poll.Fetch;
import tori.poll.FetchException;
import tori.poll.PollResult.Cause;
import tori.poll.Reply;
import tori.poll.Transport;
import tori.signing.RequestSigner;
import tori.time.NanoClock;

import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;

/**
 * Fetches over HTTP/1.1 and HTTP/2 by OkHttp, on the thread that asks. Thread-safe; interrupting
 * that thread ends the fetch if it is a virtual one. To be closed after its last reply.
 */
public final class OkHttpTransport implements Transport, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OkHttpTransport.class);

    /** Longer than most intervals, as a handshake costs as much as 150 polls without one. */
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(5);

    /** Of several addresses that do not answer, each gets this long. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final SchemedClients clients;
    private final DirectCalls direct;
    private final ProxiedCalls proxied;
    private final @Nullable AddressFence fence;
    private final String userAgent;
    private final NanoClock clock;
    private final Decompressors decompressors = Decompressors.all();
    private final HeldBytes held = new HeldBytes(Decompressors.MAX_IDLE);

    /** One that asks all sites directly. */
    OkHttpTransport(String userAgent, int maxIdleConnections, Resolver resolver, NanoClock clock) {
        this(userAgent, maxIdleConnections, resolver, ProxyPool.none(clock), clock);
    }

    /** One whose requests are not signed. */
    OkHttpTransport(
            String userAgent,
            int maxIdleConnections,
            Resolver resolver,
            ProxyPool proxies,
            NanoClock clock) {
        this(userAgent, maxIdleConnections, resolver, proxies, null, clock);
    }

    /**
     * @param maxIdleConnections kept open for the next poll, and as many through each proxy
     * @param proxies that are gone through
     * @param signer signs every request; null if they are not signed
     */
    public OkHttpTransport(
            String userAgent,
            int maxIdleConnections,
            Resolver resolver,
            ProxyPool proxies,
            @Nullable RequestSigner signer,
            NanoClock clock) {
        this(signing(signer), userAgent, maxIdleConnections, resolver, proxies, clock);
    }

    OkHttpTransport(
            OkHttpClient.Builder builder,
            String userAgent,
            int maxIdleConnections,
            Resolver resolver,
            ProxyPool proxies,
            NanoClock clock) {
        this(builder, userAgent, maxIdleConnections, resolver, proxies, clock, null);
    }

    private OkHttpTransport(
            OkHttpClient.Builder builder,
            String userAgent,
            int maxIdleConnections,
            Resolver resolver,
            ProxyPool proxies,
            NanoClock clock,
            @Nullable AddressFence fence) {
        this.fence = fence;
        this.userAgent = userAgent;
        this.clock = clock;
        this.clients =
                SchemedClients.of(
                        MeteredAnswers.bounded(builder)
                                .dns(resolver)
                                .connectionPool(connections(maxIdleConnections))
                                .eventListener(new ConnectedAddresses(resolver))
                                // Of several addresses the next is tried after a quarter of a
                                // second.
                                .fastFallback(true)
                                .followRedirects(false)
                                .followSslRedirects(false)
                                .connectTimeout(CONNECT_TIMEOUT)
                                // The timeout of the whole call covers these.
                                .readTimeout(Duration.ZERO)
                                .writeTimeout(Duration.ZERO));
        this.direct = new DirectCalls(fenced(clients, fence));
        this.proxied =
                new ProxiedCalls(
                        proxies, clients, () -> connections(maxIdleConnections), resolver, clock);
    }

    /**
     * One whose direct connections lead only where the fence lets them, over connections of its
     * own. Proxies are asked wherever they stand; where they lead to is theirs to say, but for
     * literal addresses.
     */
    public static OkHttpTransport within(
            AddressFence fence,
            String userAgent,
            int maxIdleConnections,
            Resolver resolver,
            ProxyPool proxies,
            @Nullable RequestSigner signer,
            NanoClock clock) {
        return new OkHttpTransport(
                signing(signer), userAgent, maxIdleConnections, resolver, proxies, clock, fence);
    }

    private static SchemedClients fenced(SchemedClients clients, @Nullable AddressFence fence) {
        return fence == null
                ? clients
                : clients.with(client ->
                        client.proxy(Proxy.NO_PROXY).socketFactory(new FencedSockets(fence)));
    }

    private static OkHttpClient.Builder signing(@Nullable RequestSigner signer) {
        OkHttpClient.Builder builder = new OkHttpClient.Builder();
        return signer == null
                ? builder
                : builder.addNetworkInterceptor(new SigningInterceptor(signer));
    }

    private static ConnectionPool connections(int maxIdle) {
        return ConnectionPools.keeping(maxIdle, KEEP_ALIVE);
    }

    /**
     * Loads OkHttp's classes and the decompressors' native libraries, but nothing of TLS. Any
     * thread.
     */
    public static void warmUp() {
        String accepted = Decompressors.all().accepted();
        SchemedClients clients = SchemedClients.of(new OkHttpClient.Builder());
        log.debug("answers may be {}; {}", accepted, clients.connectionPool().connectionCount());
    }

    @Override
    public Reply fetch(Fetch fetch) throws IOException, InterruptedException {
        HttpUrl given = HttpUrl.get(fetch.uri());
        if (given == null) {
            throw new FetchException(
                    Cause.CONNECTION, "only http and https addresses can be fetched", null);
        }
        HttpUrl url = Redirects.withoutCredentials(given);
        Redirects redirects = new Redirects(url);
        Exchange exchange =
                new Exchange(
                        url.host(),
                        fetch.timeout(),
                        clock.nanoTime() + fetch.timeout().toNanos(),
                        clock);
        while (true) {
            Response response = send(url, fetch, exchange);
            String location = response.headers().get("Location");
            if (!Redirects.isRedirect(response.code()) || location == null) {
                // Making a URI anew costs as much as all else that tori does for a 304.
                URI from = url.equals(given) ? fetch.uri() : url.uri();
                return reply(response, from, fetch, exchange);
            }
            response.close();
            url = redirects.next(url, location);
            exchange = exchange.withHost(url.host());
        }
    }

    private Response send(HttpUrl url, Fetch fetch, Exchange exchange)
            throws IOException, InterruptedException {
        Request request = new Request.Builder().url(url).headers(headers(fetch)).build();
        try {
            requireWithin(url.host());
            return proxied.covers(url.host())
                    ? proxied.execute(request, exchange)
                    : direct.execute(request, exchange);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                InterruptedException interrupted = new InterruptedException("interrupted");
                interrupted.initCause(e);
                throw interrupted;
            }
            throw exchange.failure(e);
        }
    }

    /** As far as the host itself says where it leads. */
    private void requireWithin(String host) throws FetchException {
        String kind = fence == null ? null : fence.refusal(host);
        if (kind != null) {
            throw new FetchException(
                    Cause.CONNECTION, host + " " + FencedAddressException.words(kind), null);
        }
    }

    private Headers headers(Fetch fetch) {
        Headers.Builder headers =
                new Headers.Builder()
                        .add("User-Agent", userAgent)
                        .add("Accept", fetch.accept())
                        // Set by hand, so OkHttp leaves decompressing to us.
                        .add("Accept-Encoding", decompressors.accepted());
        String etag = fetch.etag();
        if (etag != null) {
            // It goes back as it came, whatever characters the site put into it.
            headers.addUnsafeNonAscii("If-None-Match", etag);
        }
        return headers.build();
    }

    private Reply reply(Response response, URI from, Fetch fetch, Exchange exchange)
            throws FetchException {
        boolean handedOver = false;
        try {
            DecompressorPool pool = poolFor(response, exchange);
            DecodedBody body =
                    DecodedBody.of(response.body().byteStream(), pool, held, fetch, exchange);
            handedOver = true;
            return new OkHttpReply(response, from, body);
        } finally {
            if (!handedOver) {
                response.close();
            }
        }
    }

    private @Nullable DecompressorPool poolFor(Response response, Exchange exchange)
            throws FetchException {
        String encoding = response.headers().get("Content-Encoding");
        if (encoding == null || Decompressors.identity(encoding)) {
            return null;
        }
        DecompressorPool pool = decompressors.of(encoding);
        if (pool == null) {
            throw new FetchException(
                    Cause.NOT_JSON,
                    exchange.host()
                            + " answered in the content encoding \""
                            + encoding
                            + "\", which it was not asked for and tori cannot read",
                    null);
        }
        return pool;
    }

    /** Closes idle connections. */
    @Override
    public void close() {
        clients.connectionPool().evictAll();
        proxied.close();
    }
}
