package tori.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tori.config.PathsConfig;
import tori.config.ProxyConfig;
import tori.config.ProxyConfig.Protocol;
import tori.config.Secret;
import tori.poll.Fetch;
import tori.poll.FetchException;
import tori.poll.PollResult.Cause;
import tori.poll.Reply;
import tori.telemetry.ProxyReading;
import tori.time.SystemClocks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Fetches through proxies on loopback. The store's name exists for them only. */
@Timeout(60)
class ProxiedFetchTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** Enough for a try to hang for half of it and another to succeed. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final List<String> lookedUp = new CopyOnWriteArrayList<>();
    private final Resolver resolver =
            new Resolver(this::look, Resolver.Limits.DEFAULT, SystemClocks.monotonic());
    private final AtomicInteger status = new AtomicInteger(200);
    private final List<TestProxy> proxies = new ArrayList<>();
    private ScriptedServer store;
    private ProxyPool pool = ProxyPool.none(SystemClocks.monotonic());
    private OkHttpTransport transport;

    @BeforeEach
    void open() throws IOException {
        store =
                new ScriptedServer(out ->
                        out.write(
                                ScriptedServer.ascii(
                                        "HTTP/1.1 "
                                                + status
                                                + " X\r\nContent-Length: 2\r\n"
                                                + "Connection: close\r\n\r\n{}")));
        use(List.of(), List.of());
    }

    @AfterEach
    void close() throws IOException {
        transport.close();
        resolver.close();
        store.close();
        for (TestProxy proxy : proxies) {
            proxy.close();
        }
    }

    private List<InetAddress> look(String host) throws UnknownHostException {
        lookedUp.add(host);
        if (host.startsWith("proxy")) {
            return List.of(InetAddress.getLoopbackAddress());
        }
        throw new UnknownHostException(host);
    }

    private void use(List<ProxyConfig> configs, List<String> direct) {
        if (transport != null) {
            transport.close();
        }
        pool = pool.reconfigured(new PathsConfig(configs, direct, List.of()), new Random(1));
        transport = new OkHttpTransport("tori/test", 10, resolver, pool, SystemClocks.monotonic());
    }

    private TestProxy proxy(String user, String password) throws IOException {
        TestProxy proxy = new TestProxy(user, password);
        proxies.add(proxy);
        return proxy;
    }

    private static ProxyConfig config(Protocol protocol, TestProxy proxy) {
        return new ProxyConfig(protocol, "127.0.0.1", proxy.port(), null);
    }

    private static ProxyConfig config(
            Protocol protocol, TestProxy proxy, String user, String password) {
        ProxyConfig.Login login = new ProxyConfig.Login(new Secret(user), new Secret(password));
        return new ProxyConfig(protocol, "127.0.0.1", proxy.port(), login);
    }

    /** Two proxies of which the first gets the shop. */
    private void useTwo(TestProxy first, TestProxy second) {
        use(List.of(config(Protocol.HTTP, first), config(Protocol.SOCKS5, second)), List.of());
    }

    private String shop() {
        return store.url("/").replace("127.0.0.1", "shop.test");
    }

    private int fetch(String url, Duration timeout) throws IOException, InterruptedException {
        Fetch fetch = new Fetch(URI.create(url), "application/json", null, timeout, 1_000);
        try (Reply reply = transport.fetch(fetch)) {
            reply.body().readAllBytes();
            return reply.status();
        }
    }

    private FetchException failure(String url, Duration timeout) {
        AtomicReference<FetchException> failure = new AtomicReference<>();
        assertThatThrownBy(() -> fetch(url, timeout))
                .isInstanceOfSatisfying(FetchException.class, failure::set);
        return failure.get();
    }

    private ProxyReading reading(int index) {
        return pool.readings().get(index);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldLeaveTheNameToTheProxyAndSayWhoAsks(Protocol protocol) throws Exception {
        TestProxy proxy = proxy("bob-12", "pä:ss");
        use(List.of(config(protocol, proxy, "bob-12", "pä:ss")), List.of());
        assertThat(fetch(shop(), LONG)).isEqualTo(200);
        assertThat(proxy.asked()).containsExactly(URI.create(shop()).getAuthority());
        assertThat(lookedUp).isEmpty();
        assertThat(reading(0))
                .isEqualTo(new ProxyReading("127.0.0.1:" + proxy.port(), 1, 0, false));
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldAskForAnAddressAsSuch(Protocol protocol) throws Exception {
        TestProxy proxy = proxy("", "");
        use(List.of(config(protocol, proxy)), List.of());
        assertThat(fetch(store.url("/"), LONG)).isEqualTo(200);
        assertThat(proxy.asked()).containsExactly(URI.create(store.url("/")).getAuthority());
    }

    @Test
    void shouldLookUpTheNameOfTheProxyItself() throws Exception {
        TestProxy proxy = proxy("", "");
        use(List.of(new ProxyConfig(Protocol.HTTP, "proxy.test", proxy.port(), null)), List.of());
        assertThat(fetch(shop(), LONG)).isEqualTo(200);
        assertThat(lookedUp).containsExactly("proxy.test");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldTellAWrongPasswordFromAFailingStoreAndShowNoSecret(Protocol protocol)
            throws Exception {
        TestProxy proxy = proxy("bob", "right");
        use(List.of(config(protocol, proxy, "bob", "wrong-secret")), List.of());
        FetchException failure = failure(shop(), LONG);
        assertThat(failure.kind()).isEqualTo(Cause.PROXY);
        assertThat(failure)
                .hasMessageContaining("did not take the user and password")
                .hasMessageContaining("shop.test is not asked without one")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("bob");
        assertThat(reading(0).cooling()).isTrue();
        assertThat(store.requests).hasValue(0);
    }

    @Test
    void shouldUseAnotherProxyWithinTheSameFetchWhenOneIsDead() throws Exception {
        TestProxy first = proxy("", "");
        TestProxy second = proxy("", "");
        useTwo(first, second);
        first.die();
        assertThat(fetch(shop(), LONG)).isEqualTo(200);
        assertThat(second.asked()).hasSize(1);
        assertThat(reading(0).cooling()).isTrue();
        assertThat(reading(0).failures()).isEqualTo(1);
        assertThat(fetch(shop(), LONG)).isEqualTo(200);
        assertThat(reading(0).requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = TestProxy.Manner.class,
            names = {"HANG", "MISS", "BABBLE"})
    void shouldCoolDownAProxyThatMissesWhatAnotherReaches(TestProxy.Manner manner)
            throws Exception {
        TestProxy first = proxy("", "");
        TestProxy second = proxy("", "");
        useTwo(first, second);
        first.behave(manner);
        assertThat(fetch(shop(), SHORT)).isEqualTo(200);
        assertThat(first.asked()).hasSize(1);
        assertThat(reading(0).cooling()).isTrue();
        assertThat(reading(1).cooling()).isFalse();
    }

    @Test
    void shouldNotBlameProxiesForAStoreThatNoneReaches() throws Exception {
        TestProxy first = proxy("", "");
        TestProxy second = proxy("", "");
        useTwo(first, second);
        first.behave(TestProxy.Manner.MISS);
        second.behave(TestProxy.Manner.MISS);
        FetchException failure = failure(shop(), LONG);
        assertThat(failure.kind()).isEqualTo(Cause.CONNECTION);
        assertThat(failure)
                .hasMessageContaining("shop.test could not be reached through a proxy")
                .hasMessageContaining("answered 502")
                .hasMessageContaining("out of reach");
        assertThat(pool.readings()).noneMatch(ProxyReading::cooling);
    }

    @Test
    void shouldBelieveTheOnlyProxyThatAnswersThatAStoreIsOutOfReach() throws Exception {
        TestProxy first = proxy("", "");
        TestProxy second = proxy("", "");
        useTwo(first, second);
        first.behave(TestProxy.Manner.MISS);
        second.die();
        assertThat(failure(shop(), LONG).kind()).isEqualTo(Cause.CONNECTION);
        assertThat(reading(0).cooling()).isFalse();
        assertThat(reading(1).cooling()).isTrue();
    }

    @Test
    void shouldMoveASiteThatAProxyForbidsWithoutPunishingTheProxy() throws Exception {
        TestProxy first = proxy("", "");
        TestProxy second = proxy("", "");
        useTwo(first, second);
        first.behave(TestProxy.Manner.FORBID);
        assertThat(fetch(shop(), LONG)).isEqualTo(200);
        assertThat(fetch(shop(), LONG)).isEqualTo(200);
        assertThat(first.asked()).hasSize(1);
        assertThat(reading(0)).isEqualTo(new ProxyReading(reading(0).proxy(), 1, 1, false));
    }

    @Test
    void shouldTakeAStoresAnswerForItsOwnAndMoveOn() throws Exception {
        TestProxy first = proxy("", "");
        TestProxy second = proxy("", "");
        useTwo(first, second);
        for (int refusal : List.of(429, 430, 403)) {
            status.set(refusal);
            assertThat(fetch(shop(), LONG)).isEqualTo(refusal);
        }
        assertThat(first.asked()).hasSize(2);
        assertThat(second.asked()).hasSize(1);
        status.set(503);
        fetch(shop(), LONG);
        fetch(shop(), LONG);
        assertThat(second.asked()).hasSize(3);
        assertThat(pool.readings()).noneMatch(ProxyReading::cooling);
        assertThat(pool.readings()).allMatch(reading -> reading.failures() == 0);
    }

    @Test
    void shouldSayThroughWhichProxyAConnectionEndedAndTryAnotherNextTime() throws Exception {
        TestProxy first = proxy("", "");
        TestProxy second = proxy("", "");
        useTwo(first, second);
        first.behave(TestProxy.Manner.DROP);
        FetchException failure = failure(shop(), LONG);
        assertThat(failure.kind()).isEqualTo(Cause.CONNECTION);
        assertThat(failure)
                .hasMessageContaining("(through the proxy 127.0.0.1:" + first.port() + ")");
        assertThat(fetch(shop(), LONG)).isEqualTo(200);
        assertThat(second.asked()).hasSize(1);
    }

    @Test
    void shouldNeverAskDirectlyWhileAllProxiesAreDown() throws Exception {
        TestProxy first = proxy("", "");
        TestProxy second = proxy("", "");
        useTwo(first, second);
        first.die();
        second.die();
        FetchException failure = failure(store.url("/"), LONG);
        assertThat(failure.kind()).isEqualTo(Cause.PROXY);
        assertThat(failure).hasMessageContaining("would see this machine's address");
        FetchException again = failure(store.url("/"), LONG);
        assertThat(again.kind()).isEqualTo(Cause.PROXY);
        assertThat(again).hasMessageContaining("refused the connection");
        assertThat(store.requests).hasValue(0);
    }

    @Test
    void shouldAskDirectlyWhereToldTo() throws Exception {
        TestProxy proxy = proxy("", "");
        use(List.of(config(Protocol.HTTP, proxy)), List.of("127.0.0.1", "shop.example"));
        assertThat(fetch(store.url("/"), LONG)).isEqualTo(200);
        assertThat(proxy.asked()).isEmpty();
        assertThat(pool.covers("eu.shop.example")).isFalse();
        assertThat(pool.covers("myshop.example")).isTrue();
    }

    @Test
    void shouldKeepWhatItKnowsOfAProxyThatStays() throws Exception {
        TestProxy first = proxy("", "");
        TestProxy second = proxy("", "");
        useTwo(first, second);
        first.die();
        fetch(shop(), LONG);
        use(List.of(config(Protocol.HTTP, first)), List.of());
        assertThat(pool.readings()).hasSize(1);
        assertThat(reading(0).cooling()).isTrue();
        assertThat(reading(0).failures()).isEqualTo(1);
    }

    @Test
    void shouldEndAFetchThatIsInterruptedWhileAProxyHangs() throws Exception {
        TestProxy proxy = proxy("", "");
        use(List.of(config(Protocol.HTTP, proxy)), List.of());
        proxy.behave(TestProxy.Manner.HANG);
        AtomicReference<Exception> end = new AtomicReference<>();
        Thread fetching =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                fetch(shop(), LONG);
                            } catch (Exception e) {
                                end.set(e);
                            }
                        });
        await().until(() -> proxy.asked().size() == 1);
        fetching.interrupt();
        fetching.join();
        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        assertThat(reading(0).cooling()).isFalse();
    }
}
