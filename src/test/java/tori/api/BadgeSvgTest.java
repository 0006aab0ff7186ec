package tori.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BadgeSvgTest {

    @Test
    void shouldSayHowAMonitorIsDoing() {
        assertThat(BadgeSvg.status("page", "up").svg())
                .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"")
                .contains("aria-label=\"page: up\"")
                .contains(BadgeSvg.status("x", "up").colour());
        assertThat(BadgeSvg.status("page", "down").colour())
                .isNotEqualTo(BadgeSvg.status("page", "up").colour());
    }

    @Test
    void shouldNotRoundUpToAllOfTheTime() {
        assertThat(BadgeSvg.uptime("uptime 30d", 0.99999).value()).isEqualTo("99.99%");
        assertThat(BadgeSvg.uptime("uptime 30d", 1.0).value()).isEqualTo("100%");
        assertThat(BadgeSvg.uptime("uptime 30d", null).value()).isEqualTo("unknown");
    }

    @Test
    void shouldSayHowLongChecksTake() {
        assertThat(BadgeSvg.latency("latency 1d", 3.26).value()).isEqualTo("3.3 ms");
        assertThat(BadgeSvg.latency("latency 1d", 1234.4).value()).isEqualTo("1234 ms");
        assertThat(BadgeSvg.latency("latency 1d", null).value()).isEqualTo("unknown");
    }

    @Test
    void shouldHoldNoMarkupOfOthersAndNoEndlessName() {
        assertThat(BadgeSvg.status("<script>alert(1)</script>&\"", "up").svg())
                .contains("&lt;script&gt;")
                .doesNotContain("<script");
        assertThat(BadgeSvg.status("😀".repeat(100), "up").svg())
                .contains("😀".repeat(39) + "…")
                .doesNotContain("😀".repeat(40));
    }
}
