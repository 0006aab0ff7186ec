package tori.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.time.SettableClock;

import java.nio.charset.StandardCharsets;
import java.util.List;

class ProxyMetersTest {

    @Test
    void shouldShowHowEachProxyDoes() {
        try (PrometheusMeters meters = new PrometheusMeters(new SettableClock())) {
            meters.proxies(() ->
                    List.of(
                            new ProxyReading("a:1", 7, 2, true),
                            new ProxyReading("b:2", 5, 0, false)));
            String text = new String(meters.scrape(null).body(), StandardCharsets.UTF_8);
            assertThat(text.lines())
                    .contains(
                            "tori_proxy_requests_total{proxy=\"a:1\"} 7.0",
                            "tori_proxy_failures_total{proxy=\"a:1\"} 2.0",
                            "tori_proxy_cooling{proxy=\"a:1\"} 1.0",
                            "tori_proxy_failures_total{proxy=\"b:2\"} 0.0",
                            "tori_proxy_cooling{proxy=\"b:2\"} 0.0");
        }
    }
}
