package tori.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tori.config.ConnectivityConfig;
import tori.config.DnsCheckConfig;
import tori.config.HttpCheckConfig;
import tori.config.KindConfig;
import tori.config.TcpCheckConfig;
import tori.incident.CheckCause;
import tori.incident.CheckResult.Failed;
import tori.incident.CheckResult.Passed;
import tori.network.AddressFence;
import tori.network.AddressRange;
import tori.time.SystemClocks;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;

/** Checks of monitors that were added while tori runs do not reach into the network inside. */
@Timeout(60)
class FencedCheckTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final AddressFence fence = new AddressFence(List.of());
    private final Queue<List<InetAddress>> answers = new ArrayDeque<>();
    private StubSite site;

    @BeforeEach
    void open() throws IOException {
        site = StubSite.plain();
        site.on("/", 200, "secret");
    }

    @AfterEach
    void close() {
        site.close();
    }

    private void allow(String range) {
        fence.allow(List.of(Objects.requireNonNull(AddressRange.parse(range))));
    }

    private InspectedCheck check(String monitor) {
        CheckFactory factory =
                new CheckFactory(
                                new CheckSurroundings(
                                        this::look,
                                        () -> "tori/test",
                                        SystemClocks.monotonic(),
                                        () -> CheckBench.NOW),
                                new Connectivity(
                                        new ConnectivityConfig(
                                                List.of(),
                                                Duration.ofSeconds(1),
                                                Duration.ofSeconds(1)),
                                        (target, wait) -> false,
                                        () -> true,
                                        SystemClocks.monotonic()))
                        .within(fence);
        KindConfig kind = CheckBench.kind(monitor);
        return switch (kind) {
            case HttpCheckConfig http -> factory.http(http, CheckBench.PATIENCE);
            case TcpCheckConfig tcp -> factory.tcp(tcp, CheckBench.PATIENCE);
            case DnsCheckConfig dns -> factory.dns(dns, CheckBench.PATIENCE);
            default -> throw new IllegalArgumentException(monitor);
        };
    }

    /** What a name's server says first, then next, and so on; at last that it is this machine. */
    private List<InetAddress> look(String host, long maxWaitNanos) {
        List<InetAddress> next = answers.poll();
        return next == null ? List.of(LOOPBACK) : next;
    }

    private String http(String host, String path) {
        return "type: http, url: 'http://" + host + ":" + site.port() + path + "'";
    }

    private static void assertForbidden(CheckReport report, String host) {
        assertThat(report.result())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> {
                            assertThat(failed.cause()).isEqualTo(CheckCause.FORBIDDEN);
                            assertThat(failed.detail())
                                    .startsWith(host + " leads to ")
                                    .contains("server.allow_private");
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "site.test",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "169.254.169.254"
            })
    void shouldNotConnectToThisMachineByAnyName(String host) throws Exception {
        CheckReport report = check(http(host, "/")).look();

        assertForbidden(report, host.replaceAll("[\\[\\]]", "").replace("::ffff:", ""));
        assertThat(site.asked()).isEmpty();
    }

    @Test
    void shouldConnectToWhatIsAllowed() throws Exception {
        allow("127.0.0.0/8");
        assertThat(check(http("site.test", "/")).look().result()).isInstanceOf(Passed.class);
        assertThat(check("type: tcp, address: 'site.test:" + site.port() + "'").look().result())
                .isInstanceOf(Passed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.2/",
                "http://169.254.169.254/latest/meta-data/",
                "http://[::1]/",
                "http://10.0.0.1/",
                "http://167772161/",
                "http://0x0a.1/",
                "http://inside.test/"
            })
    void shouldNotBeSentIntoTheNetworkInside(String target) throws Exception {
        allow("127.0.0.1");
        site.redirecting("/away", 302, target);
        answers.add(List.of(LOOPBACK));
        answers.add(List.of(InetAddress.ofLiteral("10.1.1.1")));

        CheckReport report = check(http("site.test", "/away")).look();

        assertThat(report.result())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.cause()).isEqualTo(CheckCause.FORBIDDEN));
        assertThat(site.asked()).hasSize(1);
    }

    @Test
    void shouldJudgeWhatANameStandsForAtEachConnection() throws Exception {
        allow("127.0.0.1");
        InspectedCheck check = check(http("site.test", "/"));
        answers.add(List.of(LOOPBACK));
        answers.add(List.of(InetAddress.ofLiteral("127.0.0.2")));
        answers.add(List.of(InetAddress.ofLiteral("192.168.0.1")));

        assertThat(check.look().result()).isInstanceOf(Passed.class);
        assertForbidden(check.look(), "site.test");
        assertForbidden(check.look(), "site.test");
        assertThat(site.asked()).hasSize(1);
    }

    @Test
    void shouldUseOnlyThoseOfSeveralAddressesThatAreAllowed() throws Exception {
        allow("127.0.0.1");
        answers.add(List.of(InetAddress.ofLiteral("10.0.0.1"), LOOPBACK));
        assertThat(check(http("site.test", "/")).look().result()).isInstanceOf(Passed.class);

        answers.add(List.of(InetAddress.ofLiteral("10.0.0.1"), LOOPBACK));
        assertThat(check("type: tcp, address: 'site.test:" + site.port() + "'").look().result())
                .isInstanceOf(Passed.class);
    }

    @Test
    void shouldNotConnectToPortsInside() throws Exception {
        assertForbidden(
                check("type: tcp, address: 'site.test:" + site.port() + "'").look(),
                "site.test:" + site.port());
        assertForbidden(
                check("type: tcp, address: '127.0.0.1:" + site.port() + "'").look(),
                "127.0.0.1:" + site.port());
    }

    @Test
    void shouldNotAskServersInside() throws Exception {
        try (StubNameServer server = StubNameServer.addresses("192.0.2.1")) {
            String port = server.address().replaceAll(".*:", "");
            String monitor = "type: dns, query: a.test, resolver: 'dns.test:" + port + "'";
            assertForbidden(check(monitor).look(), "dns.test");

            allow("127.0.0.1");
            assertThat(check(monitor).look().result()).isInstanceOf(Passed.class);
            answers.add(List.of(InetAddress.ofLiteral("10.0.0.1")));
            assertForbidden(check(monitor).look(), "dns.test");
        }
    }
}
