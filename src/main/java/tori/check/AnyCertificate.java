package tori.check;

import java.security.cert.X509Certificate;

import javax.net.ssl.X509TrustManager;

/** Trusts every certificate, for checks with {@code verify: false}. Any thread. */
final class AnyCertificate implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        throw new UnsupportedOperationException("tori is no server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
        // That is what was asked for.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
