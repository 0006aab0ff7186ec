package tori.http;

import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

import tori.network.OnDemand;
import tori.network.SilentConnections;
import tori.network.TrustedCertificates;
import tori.poll.FetchException;
import tori.poll.PollResult.Cause;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A client for {@code http} and one for {@code https}, alike but for TLS. The second is made when
 * it is first needed: to read the JDK's certificates takes a tenth of a start. Thread-safe.
 */
final class SchemedClients {

    private final OkHttpClient plain;
    private final OnDemand<OkHttpClient> secure;

    private SchemedClients(OkHttpClient plain, OnDemand<OkHttpClient> secure) {
        this.plain = plain;
        this.secure = secure;
    }

    /**
     * @param common what both have, a connection pool included; not to be changed any more
     */
    static SchemedClients of(OkHttpClient.Builder common) {
        // Here, as the second may be made in several attempts.
        SilentConnections.noticed(common);
        OkHttpClient plain = common.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)).build();
        return new SchemedClients(
                plain,
                new OnDemand<>(
                        () -> common.connectionSpecs(List.of(ConnectionSpec.MODERN_TLS)).build()));
    }

    /**
     * The same with changes to both.
     *
     * @param change is asked for each; what the two are to share must be made before
     */
    SchemedClients with(UnaryOperator<OkHttpClient.Builder> change) {
        return new SchemedClients(
                change.apply(plain.newBuilder()).build(),
                new OnDemand<>(() -> change.apply(secure.get().newBuilder()).build()));
    }

    /**
     * The one to ask this address with.
     *
     * @throws FetchException if the certificates that Java trusts cannot be read
     */
    OkHttpClient of(HttpUrl url) throws FetchException {
        return url.isHttps() ? secure() : plain;
    }

    /** OkHttp is written in Kotlin, which throws checked exceptions that it does not declare. */
    private OkHttpClient secure() throws FetchException {
        try {
            return secure.get();
        } catch (Exception e) {
            throw new FetchException(Cause.TLS, TrustedCertificates.unreadable(e), e);
        }
    }

    /** The connections of both. */
    ConnectionPool connectionPool() {
        return plain.connectionPool();
    }
}
