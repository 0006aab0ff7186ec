package tori.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.config.PathsConfig;
import tori.config.ProxyConfig;
import tori.config.Secret;
import tori.telemetry.ProxyReading;
import tori.time.SettableClock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

class PooledProxyTest {

    private final SettableClock clock = new SettableClock();

    private static ProxyConfig config(String host, String user) {
        return new ProxyConfig(
                ProxyConfig.Protocol.HTTP,
                host,
                8080,
                new ProxyConfig.Login(new Secret(user), new Secret("")));
    }

    private ProxyPool pool(ProxyConfig... proxies) {
        return ProxyPool.none(clock)
                .reconfigured(
                        new PathsConfig(List.of(proxies), List.of(), List.of()), new Random(1));
    }

    private static List<PooledProxy> three(ProxyPool pool, String host) {
        List<PooledProxy> taken = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            taken.add(pool.take(host, Set.of()));
        }
        return taken;
    }

    private void fail(PooledProxy proxy) {
        long start = clock.nanoTime();
        clock.advance(Duration.ofMillis(1));
        proxy.failed(start, clock.nanoTime(), "refused the connection");
    }

    @Test
    void shouldGiveEachHostItsOwnProxyAndKeepIt() {
        ProxyPool pool = pool(config("a", "u"), config("b", "u"));
        PooledProxy first = pool.take("one.test", Set.of());
        PooledProxy second = pool.take("two.test", Set.of());
        assertThat(first).isNotSameAs(second);
        assertThat(three(pool, "one.test")).containsOnly(first);
        assertThat(three(pool, "two.test")).containsOnly(second);
        assertThat(pool.exitFor("two.test")).isEqualTo(second.label() + " (proxy)");
    }

    @Test
    void shouldTellUsersOfOneGatewayApartWithoutNamingThem() {
        ProxyPool pool = pool(config("gate", "session-1"), config("gate", "session-2"));
        assertThat(pool.readings())
                .extracting(ProxyReading::proxy)
                .containsExactly("gate:8080", "gate:8080 (2)");
    }

    @Test
    void shouldLeaveOutAFailedProxyForTwiceAsLongEachTimeAndTryItWithOneFetch() {
        ProxyPool pool = pool(config("a", "u"), config("b", "u"));
        PooledProxy proxy = pool.take("one.test", Set.of());
        fail(proxy);
        for (int doubling = 0; doubling < 4; doubling++) {
            clock.advance(Duration.ofMillis((2000 << doubling) * 9 / 10 - 1));
            assertThat(pool.take("one.test", Set.of())).isNotSameAs(proxy);
            clock.advance(Duration.ofMillis((2000 << doubling) * 2 / 10 + 2));
            assertThat(pool.take("one.test", Set.of())).isSameAs(proxy);
            assertThat(three(pool, "one.test")).doesNotContain(proxy);
            fail(proxy);
        }
        clock.advance(Duration.ofMinutes(6));
        assertThat(pool.take("one.test", Set.of())).isSameAs(proxy);
        proxy.served(clock.nanoTime());
        assertThat(three(pool, "one.test")).containsOnly(proxy);
        assertThat(pool.readings()).noneMatch(ProxyReading::cooling);
    }

    @Test
    void shouldCountFetchesThatFailTogetherAsOneFailure() {
        ProxyPool pool = pool(config("a", "u"), config("b", "u"));
        PooledProxy proxy = pool.take("one.test", Set.of());
        long start = clock.nanoTime();
        clock.advance(Duration.ofMillis(1));
        for (int i = 0; i < 50; i++) {
            proxy.failed(start, clock.nanoTime(), "refused the connection");
        }
        clock.advance(Duration.ofMillis(2_201));
        assertThat(pool.take("one.test", Set.of())).isSameAs(proxy);
        assertThat(proxy.reading().failures()).isEqualTo(50);
    }

    @Test
    void shouldTryAgainAfterATrialThatShowedNothing() {
        ProxyPool pool = pool(config("a", "u"));
        PooledProxy proxy = pool.take("one.test", Set.of());
        fail(proxy);
        clock.advance(Duration.ofSeconds(3));
        assertThat(pool.take("one.test", Set.of())).isSameAs(proxy);
        assertThat(pool.take("one.test", Set.of())).isNull();
        proxy.undecided(clock.nanoTime());
        assertThat(pool.take("one.test", Set.of())).isSameAs(proxy);
    }

    @Test
    void shouldTryEarlyWhatFailedLongestAgoWhenNothingElseIsLeft() {
        ProxyPool pool = pool(config("a", "u"), config("b", "u"));
        PooledProxy first = pool.take("one.test", Set.of());
        fail(first);
        clock.advance(Duration.ofSeconds(3));
        assertThat(pool.take("one.test", Set.of())).isSameAs(first);
        fail(first);
        clock.advance(Duration.ofMillis(100));
        PooledProxy second = pool.take("one.test", Set.of());
        fail(second);
        assertThat(pool.take("one.test", Set.of())).isNull();
        clock.advance(Duration.ofMillis(950));
        assertThat(pool.take("one.test", Set.of())).isSameAs(first);
        assertThat(pool.take("one.test", Set.of(first))).isNull();
    }

    @Test
    void shouldNotTakeAnAnswerFromBeforeTheFailureForASignOfHealth() {
        ProxyPool pool = pool(config("a", "u"), config("b", "u"));
        PooledProxy proxy = pool.take("one.test", Set.of());
        long before = clock.nanoTime();
        fail(proxy);
        proxy.served(before);
        assertThat(pool.take("one.test", Set.of())).isNotSameAs(proxy);
    }
}
