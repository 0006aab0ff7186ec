package tori.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Makes TLS connections that know of no earlier one. A session that is resumed shows the
 * certificate of the first handshake again, whatever the server has today. Thread-safe.
 */
final class FreshSessions extends SSLSocketFactory {

    private final X509TrustManager trust;
    private final SSLSocketFactory pattern;

    FreshSessions(X509TrustManager trust) {
        this.trust = trust;
        this.pattern = fresh();
    }

    private SSLSocketFactory fresh() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return pattern.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return pattern.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
            throws IOException {
        return fresh().createSocket(socket, host, port, autoClose);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return fresh().createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
            throws IOException {
        return fresh().createSocket(host, port, localHost, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return fresh().createSocket(host, port);
    }

    @Override
    public Socket createSocket(
            InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return fresh().createSocket(address, port, localAddress, localPort);
    }
}
