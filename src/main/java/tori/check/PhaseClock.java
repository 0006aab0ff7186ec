package tori.check;

import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

import org.jspecify.annotations.Nullable;

import tori.time.NanoClock;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/**
 * Notes when which part of a check over HTTP begins and ends, over all its requests, and whom it
 * talked to. Told by the thread that checks and, while several addresses are tried at once, by
 * OkHttp's.
 */
final class PhaseClock extends EventListener {

    private static final long NEVER = -1;

    private final NanoClock clock;
    private final long startNanos;
    private Stage stage = Stage.RESOLVING;
    private long beganNanos;
    private long securedFromNanos;
    private long dnsNanos = NEVER;
    private long connectNanos = NEVER;
    private long tlsNanos = NEVER;
    private long firstByteNanos = NEVER;
    private boolean connecting;
    private @Nullable Call call;

    // Of the request under way.
    private boolean connects;
    private boolean kept;
    private boolean answered;

    private @Nullable InetAddress peer;
    private @Nullable Instant certificateEnd;

    PhaseClock(NanoClock clock) {
        this.clock = clock;
        this.startNanos = clock.nanoTime();
        this.beganNanos = startNanos;
    }

    private void begin(Stage next) {
        stage = next;
        beganNanos = clock.nanoTime();
    }

    private static long plus(long sum, long nanos) {
        return Math.max(sum, 0) + nanos;
    }

    @Override
    public synchronized void callStart(Call made) {
        call = made;
        connects = false;
        kept = false;
        answered = false;
    }

    @Override
    public synchronized void dnsStart(Call call, String domainName) {
        begin(Stage.RESOLVING);
    }

    @Override
    public synchronized void dnsEnd(
            Call call, String domainName, List<InetAddress> inetAddressList) {
        dnsNanos = plus(dnsNanos, clock.nanoTime() - beganNanos);
        connecting = false;
    }

    @Override
    public synchronized void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        if (!connecting) {
            connecting = true;
            begin(Stage.CONNECTING);
        }
        connects = true;
        peer = address.getAddress();
    }

    @Override
    public synchronized void secureConnectStart(Call call) {
        connectNanos = plus(connectNanos, clock.nanoTime() - beganNanos);
        securedFromNanos = clock.nanoTime();
        stage = Stage.SECURING;
    }

    @Override
    public synchronized void secureConnectEnd(Call call, @Nullable Handshake handshake) {
        tlsNanos = plus(tlsNanos, clock.nanoTime() - securedFromNanos);
    }

    @Override
    public synchronized void connectEnd(
            Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
        if (stage == Stage.CONNECTING) {
            connectNanos = plus(connectNanos, clock.nanoTime() - beganNanos);
        }
        connecting = false;
        peer = address.getAddress();
    }

    @Override
    public synchronized void connectFailed(
            Call call,
            InetSocketAddress address,
            Proxy proxy,
            @Nullable Protocol protocol,
            IOException failure) {
        // Of several addresses the next may do better; the time goes on.
        peer = address.getAddress();
    }

    @Override
    public synchronized void connectionAcquired(Call call, Connection connection) {
        connecting = false;
        // In HTTP/2 each answer says whose it is, and the end of a connection who got none.
        kept = !connects && connection.protocol() != Protocol.HTTP_2;
        peer = connection.route().socketAddress().getAddress();
        Instant end = certificateEnd(connection);
        // After redirects, the one that ends first.
        Instant known = certificateEnd;
        if (end != null && (known == null || end.isBefore(known))) {
            certificateEnd = end;
        }
    }

    /** Asked of the socket: OkHttp shows no certificate that it cannot trace to an authority. */
    private static @Nullable Instant certificateEnd(Connection connection) {
        if (!(connection.socket() instanceof SSLSocket secured)) {
            return null;
        }
        try {
            return secured.getSession().getPeerCertificates()[0] instanceof X509Certificate own
                    ? own.getNotAfter().toInstant()
                    : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    @Override
    public synchronized void requestHeadersStart(Call call) {
        begin(Stage.ASKING);
    }

    @Override
    public synchronized void requestHeadersEnd(Call call, Request request) {
        stage = Stage.ASKING;
    }

    @Override
    public synchronized void responseHeadersEnd(Call call, Response response) {
        firstByteNanos = plus(firstByteNanos, clock.nanoTime() - beganNanos);
        stage = Stage.READING;
        answered = true;
    }

    /**
     * Whether this failure is probably that of a connection which was kept after an earlier answer
     * and ended by the site meanwhile. A timeout is not: whoever ends a connection is quick.
     */
    synchronized boolean metDeadConnection(IOException failure) {
        return kept && !answered && !(failure instanceof InterruptedIOException);
    }

    /** Breaks off the request under way. */
    synchronized void cancel() {
        if (call != null) {
            call.cancel();
        }
    }

    synchronized Stage stage() {
        return stage;
    }

    synchronized @Nullable InetAddress peer() {
        return peer;
    }

    /** When the certificate ends; null without one. */
    synchronized @Nullable Instant certificateEnd() {
        return certificateEnd;
    }

    /** How long it took so far. */
    Duration elapsed() {
        return Duration.ofNanos(clock.nanoTime() - startNanos);
    }

    /** All phases, given the whole. */
    synchronized Phases phases(Duration total) {
        return new Phases(
                duration(dnsNanos),
                duration(connectNanos),
                duration(tlsNanos),
                duration(firstByteNanos),
                total);
    }

    private static @Nullable Duration duration(long nanos) {
        return nanos == NEVER ? null : Duration.ofNanos(nanos);
    }
}
