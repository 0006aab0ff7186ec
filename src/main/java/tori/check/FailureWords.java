package tori.check;

import tori.incident.CheckCause;
import tori.incident.CheckResult.Failed;
import tori.network.FencedAddressException;
import tori.network.MeteredSocket;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * What a check that broke off failed of, and a sentence about it. Only the host is named; the rest
 * of an address may hold secrets. Immutable, any thread.
 *
 * @param host who was asked
 * @param timeout of the whole check
 */
record FailureWords(String host, Duration timeout) {

    /** Causes of causes; a longer chain is a circle. */
    private static final int MAX_DEPTH = 16;

    /**
     * What went wrong.
     *
     * @param stage how far it came
     * @param late whether the timeout has passed
     * @param latency until it failed
     */
    Failed of(IOException e, Stage stage, boolean late, Duration latency) {
        List<Throwable> chain = chain(e);
        FencedAddressException fenced = FencedAddressException.in(e);
        if (fenced != null) {
            return new Failed(CheckCause.FORBIDDEN, host + " " + fenced.getMessage(), latency);
        }
        if (e instanceof MeteredSocket.SurplusException || e instanceof DamagedException) {
            return new Failed(CheckCause.CONNECT, host + " " + e.getMessage(), latency);
        }
        if (e instanceof RedirectException) {
            return new Failed(CheckCause.STATUS, host + " " + e.getMessage(), latency);
        }
        if (e instanceof Targets.NoSuchAddressException) {
            return new Failed(CheckCause.DNS, String.valueOf(e.getMessage()), latency);
        }
        if (e instanceof UnknownHostException) {
            return new Failed(CheckCause.DNS, unknownHost(chain), latency);
        }
        boolean timedOut =
                e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException);
        if (late || timedOut || e instanceof SocketTimeoutException) {
            return new Failed(CheckCause.TIMEOUT, timeout(stage), latency);
        }
        if (e instanceof SSLException || stage == Stage.SECURING) {
            return new Failed(CheckCause.TLS, tls(chain), latency);
        }
        return new Failed(CheckCause.CONNECT, connection(e, chain), latency);
    }

    private static List<Throwable> chain(Throwable e) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable each = e; each != null && chain.size() < MAX_DEPTH; each = each.getCause()) {
            chain.add(each);
        }
        return chain;
    }

    private static boolean has(List<Throwable> chain, Class<? extends Throwable> kind) {
        return chain.stream().anyMatch(kind::isInstance);
    }

    private String unknownHost(List<Throwable> chain) {
        return has(chain, TimeoutException.class)
                ? "the name " + host + " could not be resolved within " + limit()
                : "the name " + host + " could not be resolved";
    }

    private String timeout(Stage stage) {
        return switch (stage) {
            case RESOLVING -> "the name " + host + " could not be resolved within " + limit();
            case CONNECTING -> host + " did not accept a connection within " + limit();
            case SECURING -> host + " did not finish the TLS handshake within " + limit();
            case ASKING -> host + " did not answer within " + limit();
            case READING -> host + " did not answer in full within " + limit();
        };
    }

    private String limit() {
        return Conditions.words(timeout);
    }

    private String tls(List<Throwable> chain) {
        if (has(chain, CertificateExpiredException.class)) {
            return "the certificate of " + host + " has expired";
        }
        if (has(chain, CertificateNotYetValidException.class)) {
            return "the certificate of " + host + " is not valid yet";
        }
        if (has(chain, SSLPeerUnverifiedException.class)) {
            return "the certificate of " + host + " is for another name";
        }
        boolean untrusted =
                has(chain, CertPathValidatorException.class)
                        || has(chain, CertPathBuilderException.class);
        return untrusted
                ? "the certificate of " + host + " is not trusted"
                : "no secure connection to " + host + ": the TLS handshake failed";
    }

    private String connection(IOException e, List<Throwable> chain) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof ConnectException) {
            return message.contains("unreachable")
                    ? "there is no way to " + host
                    : host + " refused the connection";
        }
        if (e instanceof NoRouteToHostException) {
            return "there is no way to " + host;
        }
        if (e instanceof EOFException || message.contains("unexpected end of stream")) {
            boolean silent = chain.getLast() instanceof EOFException && chain.size() > 1;
            return silent
                    ? host + " closed the connection without an answer"
                    : "the answer of " + host + " was cut off";
        }
        if (e instanceof ProtocolException) {
            return host + " did not answer in proper HTTP";
        }
        if (e instanceof SocketException && message.contains("reset")) {
            return host + " reset the connection";
        }
        return "the connection to " + host + " failed (" + e.getClass().getSimpleName() + ")";
    }
}
