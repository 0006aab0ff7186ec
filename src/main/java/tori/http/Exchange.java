package tori.http;

import tori.network.FencedAddressException;
import tori.network.MeteredSocket;
import tori.poll.FetchException;
import tori.poll.PollResult.Cause;
import tori.time.NanoClock;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.zip.ZipException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * One fetch as far as its failures are concerned: whom it asked, until when, and what to call what
 * went wrong. Only the host is named; the rest of an address may hold secrets. Any thread.
 *
 * @param host who was asked
 * @param timeout of the whole fetch
 * @param deadlineNanos when that is over
 */
record Exchange(String host, Duration timeout, long deadlineNanos, NanoClock clock) {

    /** Causes of causes; a longer chain is a circle. */
    private static final int MAX_DEPTH = 16;

    Exchange withHost(String other) {
        return new Exchange(other, timeout, deadlineNanos, clock);
    }

    /** How much time is left; at least 1, as 0 would mean no limit. */
    long remainingNanos() {
        return Math.max(1, deadlineNanos - clock.nanoTime());
    }

    boolean timeIsUp() {
        return deadlineNanos - clock.nanoTime() <= 0;
    }

    /** What went wrong, told apart and in words. */
    FetchException failure(IOException e) {
        if (e instanceof FetchException known) {
            return known;
        }
        if (e instanceof TooLargeException) {
            return new FetchException(
                    Cause.TOO_LARGE, "the answer of " + host + " is " + e.getMessage(), e);
        }
        if (e instanceof ZipException) {
            return new FetchException(
                    Cause.NOT_JSON,
                    "the compressed answer of " + host + " is damaged: " + e.getMessage(),
                    e);
        }
        FencedAddressException fenced = FencedAddressException.in(e);
        if (fenced != null) {
            return new FetchException(Cause.CONNECTION, host + " " + fenced.getMessage(), e);
        }
        if (e instanceof MeteredSocket.SurplusException) {
            return new FetchException(Cause.CONNECTION, host + " " + e.getMessage(), e);
        }
        if (timeIsUp() || e instanceof SocketTimeoutException || isCallTimeout(e)) {
            return new FetchException(
                    Cause.TIMEOUT,
                    host + " did not answer in full within " + timeout.toMillis() + " ms",
                    e);
        }
        if (e instanceof UnknownHostException) {
            return new FetchException(Cause.DNS, "the name " + host + " could not be resolved", e);
        }
        if (e instanceof SSLException) {
            return new FetchException(Cause.TLS, tlsFailure(e), e);
        }
        return new FetchException(Cause.CONNECTION, connectionFailure(e), e);
    }

    /** The same of a fetch that went through a proxy. */
    FetchException failureThrough(String proxy, IOException e) {
        FetchException direct = failure(e);
        return new FetchException(
                direct.kind(), direct.getMessage() + " (through the proxy " + proxy + ")", e);
    }

    private static boolean isCallTimeout(IOException e) {
        return e instanceof InterruptedIOException && "timeout".equals(e.getMessage());
    }

    private String connectionFailure(IOException e) {
        if (e instanceof EOFException || isCutOff(e)) {
            return "the answer of " + host + " was cut off";
        }
        if (e.getCause() instanceof EOFException) {
            return host + " closed the connection without an answer";
        }
        if (e instanceof ConnectException) {
            return host + " refused the connection";
        }
        if (e instanceof NoRouteToHostException) {
            return "there is no way to " + host;
        }
        if (e instanceof SocketException && "Connection reset".equals(e.getMessage())) {
            return host + " reset the connection";
        }
        if (e instanceof ProtocolException) {
            return host + " did not answer in proper HTTP";
        }
        return "the connection to " + host + " failed (" + e.getClass().getSimpleName() + ")";
    }

    private static boolean isCutOff(IOException e) {
        return e instanceof ProtocolException
                && String.valueOf(e.getMessage()).contains("unexpected end of stream");
    }

    private String tlsFailure(IOException e) {
        Throwable cause = e;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (cause instanceof CertificateExpiredException) {
                return "the certificate of " + host + " has expired";
            }
            if (cause instanceof CertificateNotYetValidException) {
                return "the certificate of " + host + " is not valid yet";
            }
            if (cause instanceof SSLPeerUnverifiedException) {
                return "the certificate of " + host + " is for another name";
            }
            Throwable deeper = cause.getCause();
            boolean path =
                    cause instanceof CertPathValidatorException
                            || cause instanceof CertPathBuilderException;
            if (path && deeper == null) {
                return "the certificate of " + host + " is not trusted";
            }
            cause = deeper;
        }
        return "no secure connection to " + host + ": the TLS handshake failed";
    }
}
