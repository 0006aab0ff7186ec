package tori.check;

import okhttp3.ConnectionPool;
import okhttp3.Dns;
import okhttp3.OkHttpClient;

import tori.config.HttpCheckConfig;
import tori.network.AddressFence;
import tori.network.FencedSockets;
import tori.network.MeteredAnswers;
import tori.network.OnDemand;
import tori.network.SilentConnections;

import java.net.Proxy;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Makes one client for each check over HTTP, so that no check ever uses the connection of another;
 * what costs memory they share, and it is made for the first. Thread-safe.
 */
final class HttpClients {

    /** Longer than most intervals, for checks that keep their connection. */
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(5);

    private final OnDemand<OkHttpClient> strict;
    private final OnDemand<OkHttpClient> lenient;

    /**
     * @param trust says which certificates are good
     */
    HttpClients(Supplier<X509TrustManager> trust) {
        this.strict = new OnDemand<>(() -> common(trust.get()).build());
        this.lenient =
                new OnDemand<>(() ->
                        common(new AnyCertificate())
                                .hostnameVerifier((host, session) -> true)
                                .build());
    }

    private static OkHttpClient.Builder common(X509TrustManager trust) {
        return SilentConnections.noticed(MeteredAnswers.bounded(new OkHttpClient.Builder()))
                .followRedirects(false)
                .followSslRedirects(false)
                // The timeout of the whole call covers these.
                .connectTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .eventListenerFactory(
                        call -> Objects.requireNonNull(call.request().tag(PhaseClock.class)))
                .sslSocketFactory(new FreshSessions(trust), trust);
    }

    private HttpClients(OnDemand<OkHttpClient> strict, OnDemand<OkHttpClient> lenient) {
        this.strict = strict;
        this.lenient = lenient;
    }

    /** The same, but its clients connect only where the fence lets them, and never by a proxy. */
    HttpClients within(AddressFence fence) {
        return new HttpClients(
                new OnDemand<>(() -> fenced(strict.get(), fence)),
                new OnDemand<>(() -> fenced(lenient.get(), fence)));
    }

    private static OkHttpClient fenced(OkHttpClient client, AddressFence fence) {
        return client.newBuilder()
                .proxy(Proxy.NO_PROXY)
                .socketFactory(new FencedSockets(fence))
                .build();
    }

    /** What the JDK trusts. */
    static X509TrustManager systemTrust() {
        try {
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's list of authorities cannot be read", e);
        }
    }

    /**
     * A client for one check.
     *
     * @param literal whether its host is an address, and so only one
     */
    OkHttpClient client(HttpCheckConfig config, Dns dns, boolean literal) {
        return (config.verify() ? strict : lenient)
                .get()
                .newBuilder()
                .dns(dns)
                .connectionPool(new ConnectionPool(1, KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS))
                // A kept connection may have died meanwhile, which is no failure of the site.
                .retryOnConnectionFailure(config.keepAlive())
                // Races addresses on threads of OkHttp's.
                .fastFallback(!literal)
                .build();
    }
}
