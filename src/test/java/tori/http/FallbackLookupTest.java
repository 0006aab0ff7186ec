package tori.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tori.config.DohConfig;
import tori.time.SystemClocks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

@Timeout(60)
class FallbackLookupTest {

    private static final InetAddress KNOWN = InetAddress.ofLiteral("10.1.2.3");

    private final CountDownLatch hang = new CountDownLatch(1);
    private final FallbackLookup lookup =
            new FallbackLookup(this::system, SystemClocks.monotonic());
    private volatile String words = "Temporary failure in name resolution";
    private volatile boolean hangs;
    private DohServer first;
    private DohServer second;

    @BeforeEach
    void open() throws IOException {
        first = new DohServer();
        second = new DohServer();
        lookup.configure(List.of(config(first), config(second)));
    }

    @AfterEach
    void close() {
        hang.countDown();
        lookup.close();
        first.close();
        second.close();
    }

    private static DohConfig config(DohServer server) {
        return new DohConfig(URI.create(server.url()), List.of("127.0.0.1"));
    }

    private List<InetAddress> system(String host) throws UnknownHostException {
        if (hangs) {
            try {
                hang.await();
            } catch (InterruptedException e) {
                throw new UnknownHostException("interrupted");
            }
        }
        if (host.equals("known.test")) {
            return List.of(KNOWN);
        }
        throw new UnknownHostException(host + ": " + words);
    }

    private void assertUnknown(String host) {
        assertThatThrownBy(() -> lookup.addresses(host)).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void shouldAskNobodyElseForWhatTheSystemKnows() throws Exception {
        assertThat(lookup.addresses("known.test")).containsExactly(KNOWN);
        assertThat(first.asked()).isEmpty();
    }

    @Test
    void shouldAskTheFirstResolverForBothFamiliesWhenTheSystemFails() throws Exception {
        first.tell("shop.test", "127.0.0.5", "::1", "127.0.0.6");
        assertThat(lookup.addresses("shop.test"))
                .extracting(InetAddress::getHostAddress)
                .containsExactly("127.0.0.5", "127.0.0.6", "0:0:0:0:0:0:0:1");
        assertThat(first.asked()).containsExactlyInAnyOrder("A shop.test", "AAAA shop.test");
        assertThat(second.asked()).isEmpty();
    }

    @Test
    void shouldNotWaitForASystemThatHangs() throws Exception {
        hangs = true;
        first.tell("known.test", "127.0.0.5");
        assertThat(lookup.addresses("known.test"))
                .extracting(InetAddress::getHostAddress)
                .containsExactly("127.0.0.5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Name or service not known",
                "Name does not resolve",
                "No address associated with hostname"
            })
    void shouldBelieveTheSystemThatThereIsNoSuchName(String answer) {
        words = answer;
        first.tell("shop.test", "127.0.0.5");
        assertUnknown("shop.test");
        assertThat(first.asked()).isEmpty();
    }

    @Test
    void shouldBelieveAResolverThatThereIsNoSuchName() {
        second.tell("shop.test", "127.0.0.5");
        assertUnknown("shop.test");
        assertThat(first.asked()).hasSize(2);
        assertThat(second.asked()).isEmpty();
    }

    @Test
    void shouldAskTheNextResolverWhenOneFails() throws Exception {
        first.tell("shop.test", "127.0.0.4");
        second.tell("shop.test", "127.0.0.5");
        first.answer(200, 2);
        assertThat(lookup.addresses("shop.test")).hasSize(1);
        first.answer(500, 0);
        assertThat(lookup.addresses("shop.test")).hasSize(1);
        first.close();
        assertThat(lookup.addresses("shop.test"))
                .extracting(InetAddress::getHostAddress)
                .containsExactly("127.0.0.5");
    }

    @Test
    void shouldFailWhereNobodyKnows() {
        first.answer(500, 0);
        second.answer(500, 0);
        assertUnknown("shop.test");
    }

    @Test
    void shouldTakeTheSystemsLateAnswerWhereNobodyElseHasOne() throws Exception {
        hangs = true;
        first.answer(500, 0);
        second.answer(500, 0);
        // It answers once both resolvers have been asked in vain.
        Thread.ofVirtual()
                .start(() -> {
                    await().until(() -> second.refused() > 0);
                    hang.countDown();
                });
        assertThat(lookup.addresses("known.test")).containsExactly(KNOWN);
    }

    @Test
    void shouldAskNobodyWhereNobodyIsConfigured() {
        lookup.configure(List.of());
        first.tell("shop.test", "127.0.0.5");
        assertUnknown("shop.test");
        assertThat(first.asked()).isEmpty();
    }
}
