package tori.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;

@Timeout(60)
class SchemedClientsTest {

    private static final HttpUrl PLAIN = HttpUrl.get("http://shop.example/");
    private static final HttpUrl SECURE = HttpUrl.get("https://shop.example/");

    private final SchemedClients clients =
            SchemedClients.of(
                    new OkHttpClient.Builder()
                            .callTimeout(Duration.ofSeconds(7))
                            .connectionPool(new ConnectionPool()));

    @Test
    void shouldHaveNothingOfTlsWherePlainWillDo() throws IOException {
        // Whoever has no factory has not loaded a certificate either.
        assertThatThrownBy(() -> clients.of(PLAIN).sslSocketFactory())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldVerifyCertificatesWhereItIsHttps() throws IOException {
        OkHttpClient secure = clients.of(SECURE);

        assertThat(secure.x509TrustManager()).isNotNull();
        assertThat(secure.connectionSpecs()).allMatch(spec -> spec.isTls());
        assertThat(clients.of(SECURE)).isSameAs(secure);
    }

    /** Where certificates cannot be read, it is tried again and again. */
    @Test
    void shouldAddNothingWhenASecureOneIsMade() throws IOException {
        OkHttpClient.Builder common = new OkHttpClient.Builder();
        SchemedClients others = SchemedClients.of(common);
        int before = common.interceptors().size();

        assertThat(others.of(SECURE).interceptors()).hasSize(before);
        assertThat(common.interceptors()).hasSize(before);
    }

    @Test
    void shouldShareConnectionsAndBounds() throws IOException {
        assertThat(clients.of(SECURE).connectionPool())
                .isSameAs(clients.of(PLAIN).connectionPool())
                .isSameAs(clients.connectionPool());
        assertThat(clients.of(SECURE).callTimeoutMillis())
                .isEqualTo(clients.of(PLAIN).callTimeoutMillis())
                .isEqualTo(7_000);
    }

    @Test
    void shouldChangeBoth() throws IOException {
        ConnectionPool other = new ConnectionPool();
        SchemedClients changed =
                clients.with(
                        client -> client.connectionPool(other).retryOnConnectionFailure(false));

        for (HttpUrl url : new HttpUrl[] {PLAIN, SECURE}) {
            assertThat(changed.of(url).connectionPool()).isSameAs(other);
            assertThat(changed.of(url).retryOnConnectionFailure()).isFalse();
            assertThat(clients.of(url).retryOnConnectionFailure()).isTrue();
        }
        assertThat(changed.connectionPool()).isSameAs(other);
        assertThat(changed.of(SECURE).x509TrustManager()).isNotNull();
    }
}
