package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Checks as they are written, and what becomes of them. */
class CheckConfigTest {

    private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private final ConfigLoader loader = new ConfigLoader(Map.of("HOOK_SECRET", KEY)::get);

    private Config checks() {
        Path file = Path.of("src/test/resources/config/good/checks.yaml");
        return ((LoadResult.Loaded) loader.load(file)).config();
    }

    private static HttpExpectation expecting(@Nullable String contains) {
        return new HttpExpectation(
                List.of(new StatusRange(200, 299)), null, contains, null, List.of(), null);
    }

    @Test
    void shouldReadEveryKindOfCheck() {
        HttpExpectation all =
                new HttpExpectation(
                        List.of(
                                new StatusRange(200, 200),
                                new StatusRange(200, 299),
                                new StatusRange(500, 504)),
                        Duration.ofMillis(800),
                        "Add to cart",
                        "[0-9]{1,3} items?",
                        List.of(
                                new JsonCondition("$.ok", new JsonValue.Truth(true)),
                                new JsonCondition(
                                        "$.count", new JsonValue.Amount(new BigDecimal("3"))),
                                new JsonCondition("$.name", new JsonValue.Text("7")),
                                new JsonCondition("$.state", new JsonValue.Text("up"))),
                        14);
        assertThat(checks().monitors())
                .extracting(MonitorConfig::kind)
                .containsExactly(
                        http("https://shop.example", null, expecting(null)),
                        new HttpCheckConfig(
                                "https://shop.example/health?deep=yes",
                                "POST",
                                Map.of(
                                        "Accept", new Secret("application/json"),
                                        "X-Key", new Secret(KEY)),
                                new Secret("{\"a\": 1}"),
                                new Secret("Bearer abc"),
                                RedirectPolicy.SAME_HOST,
                                IpVersion.IPV4,
                                true,
                                false,
                                64 << 10,
                                all),
                        http(
                                "https://shop.example",
                                new Secret("Basic bWU6cCB3"),
                                expecting("Add to cart")),
                        new TcpCheckConfig(
                                new HostPort("db.example", 5432), IpVersion.ANY, null, null, null),
                        new TcpCheckConfig(
                                new HostPort("::1", 25),
                                IpVersion.IPV6,
                                new Secret("QUIT\r\n"),
                                "220",
                                Duration.ofSeconds(1)),
                        new DnsCheckConfig("shop.example", DnsRecord.A, null, List.of(), null),
                        new DnsCheckConfig(
                                "shop.example",
                                DnsRecord.MX,
                                new HostPort("9.9.9.9", 53),
                                List.of("10 mail.shop.example"),
                                Duration.ofMillis(200)));
    }

    private static HttpCheckConfig http(
            String url, @Nullable Secret authorization, HttpExpectation expect) {
        return new HttpCheckConfig(
                url,
                "GET",
                Map.of(),
                null,
                authorization,
                RedirectPolicy.FOLLOW,
                IpVersion.ANY,
                false,
                true,
                4 << 20,
                expect);
    }

    @Test
    void shouldNameWhereEachLooksWithoutSecrets() {
        assertThat(checks().monitors())
                .extracting(MonitorConfig::site)
                .containsExactly(
                        "https://shop.example",
                        "https://shop.example/health",
                        "https://shop.example",
                        "tcp://db.example:5432",
                        "tcp://[::1]:25",
                        "dns:shop.example",
                        "dns:shop.example");
        assertThat(checks().toString()).doesNotContain(KEY, "abc", "bWU6", "QUIT", "p w");
    }

    @Test
    void shouldReadHowToFindOutAboutTheNetwork() {
        assertThat(checks().connectivity())
                .isEqualTo(
                        new ConnectivityConfig(
                                List.of(
                                        new HostPort("1.1.1.1", 53),
                                        new HostPort("2606:4700:4700::1111", 53)),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(1)));
        String text =
                "sites: [{name: s, monitors: [{name: a, type: tcp, address: 'a.example:1'}]}]";
        assertThat(((LoadResult.Loaded) loader.load("c.yaml", text)).config().connectivity())
                .isEqualTo(
                        new ConnectivityConfig(
                                List.of(), Duration.ofSeconds(1), Duration.ofSeconds(2)));
    }

    @Test
    void shouldSeeWhenTheNetworkIsToBeAskedOtherwise() {
        String text =
                "sites: [{name: s, monitors: [{name: a, type: tcp, address: 'a.example:1'}]}]";
        Config before = ((LoadResult.Loaded) loader.load("c.yaml", text)).config();
        String other = "connectivity: {interval: 9s}\n" + text;
        Config after = ((LoadResult.Loaded) loader.load("c.yaml", other)).config();
        assertThat(ConfigDifference.between(before, after).http()).isTrue();
        assertThat(ConfigDifference.between(before, before).isEmpty()).isTrue();
    }

    /** Every range can be read as it is written. */
    @Property
    void shouldReadStatusesAsTheyPrint(
            @ForAll @IntRange(min = 100, max = 599) int one,
            @ForAll @IntRange(min = 100, max = 599) int other) {
        StatusRange range = new StatusRange(Math.min(one, other), Math.max(one, other));
        ScalarShape.Parsed<StatusRange> parsed =
                CheckScalars.status()
                        .parser()
                        .parse(
                                new Tree.Scalar(
                                        range.toString(),
                                        true,
                                        false,
                                        new Place("c.yaml", 1, 1, "x")));
        assertThat(parsed).isEqualTo(new ScalarShape.Good<>(range));
    }
}
