package tori.network;

import okhttp3.OkHttpClient;

import java.io.IOException;

/**
 * The certificates that this Java trusts, without which nothing can be asked or told over TLS.
 * Stateless, any thread.
 */
public final class TrustedCertificates {

    private TrustedCertificates() {}

    /**
     * Reads them, as every client does that is made after this, only faster then.
     *
     * @throws IOException with a sentence if they cannot be read
     */
    public static void load() throws IOException {
        try {
            var _ = new OkHttpClient();
        } catch (Exception e) {
            throw new IOException(unreadable(e), e);
        }
    }

    /** What is wrong and what to do, in a sentence. */
    public static String unreadable(Exception e) {
        Throwable reason = e.getCause() == null ? e : e.getCause();
        return "the certificates that this Java trusts cannot be read ("
                + reason.getMessage()
                + "); look at its lib/security/cacerts, or at what -Djavax.net.ssl.trustStore"
                + " names";
    }
}
