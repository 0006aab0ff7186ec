package tori.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tori.poll.GateLimits.Lane;
import tori.poll.PollResult.Cause;
import tori.time.SettableClock;
import tori.time.SystemClocks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
class OutboundGateTest {

    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofSeconds(50);

    private final SettableClock clock = new SettableClock();
    private final List<Long> slept = new ArrayList<>();

    private static Lane lane(int connections, Duration gap) {
        return new Lane(connections, gap);
    }

    private static Lane wide() {
        return lane(1000, Duration.ZERO);
    }

    /** A gate whose sleepers move the clock. */
    private OutboundGate gate(int max, Lane perHost, Lane perAddress) {
        return new OutboundGate(
                new GateLimits(max, perHost, perAddress),
                host -> host.startsWith("shared") ? "10.0.0.1" : "ip of " + host,
                clock,
                nanos -> {
                    slept.add(nanos);
                    clock.advance(Duration.ofNanos(nanos));
                });
    }

    @Test
    void shouldBlameAGapOnlyWhereThereIsOne() throws Exception {
        Duration over = Duration.ofNanos(-1);
        assertThatThrownBy(() -> gate(10, wide(), wide()).acquire("a", over))
                .hasMessageContaining("waited for a free connection to a in vain")
                .hasMessageNotContaining("gap");
        OutboundGate spaced = gate(10, lane(2, Duration.ofMinutes(1)), wide());
        spaced.acquire("a", SOON).release();
        assertThatThrownBy(() -> spaced.acquire("a", SOON)).hasMessageContaining("gap");
    }

    @Test
    void shouldBoundConnectionsOfOneHostOnly() throws Exception {
        OutboundGate gate = gate(10, lane(2, Duration.ZERO), wide());
        OutboundGate.Permit first = gate.acquire("a", LONG);
        gate.acquire("A", LONG);
        assertThatThrownBy(() -> gate.acquire("a", SOON))
                .isInstanceOfSatisfying(
                        FetchException.class, e -> assertThat(e.kind()).isEqualTo(Cause.TIMEOUT))
                .hasMessageContaining("waited for a free connection to a");
        gate.acquire("b", SOON);
        first.release();
        first.release();
        gate.acquire("a", SOON);
        assertThatThrownBy(() -> gate.acquire("a", SOON)).isInstanceOf(FetchException.class);
    }

    @Test
    void shouldBoundConnectionsOfOneAddressOverHosts() throws Exception {
        OutboundGate gate = gate(10, wide(), lane(1, Duration.ZERO));
        gate.acquire("shared1", LONG);
        assertThatThrownBy(() -> gate.acquire("shared2", SOON))
                .hasMessageContaining("to the address 10.0.0.1 of shared2");
        gate.acquire("other", SOON);
    }

    @Test
    void shouldBoundConnectionsOverall() throws Exception {
        OutboundGate gate = gate(2, wide(), wide());
        gate.acquire("a", LONG);
        OutboundGate.Permit b = gate.acquire("b", LONG);
        assertThatThrownBy(() -> gate.acquire("c", SOON)).hasMessageContaining("max_connections");
        b.release();
        gate.acquire("c", SOON);
    }

    @Test
    void shouldHoldNothingSharedWhileWaitingForItsOwnHost() throws Exception {
        OutboundGate gate = gate(2, lane(1, Duration.ZERO), lane(2, Duration.ZERO));
        OutboundGate.Permit first = gate.acquire("shared1", LONG);
        CountDownLatch ended = new CountDownLatch(5);
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    gate.acquire("shared1", LONG).release();
                                } catch (IOException | InterruptedException e) {
                                    throw new IllegalStateException(e);
                                } finally {
                                    ended.countDown();
                                }
                            }));
        }
        for (Thread thread : waiting) {
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }
        gate.acquire("shared2", SOON).release();
        assertThat(ended.getCount()).isEqualTo(5);
        first.release();
        assertThat(ended.await(50, TimeUnit.SECONDS)).isTrue();
        assertThat(gate.remembered()).isZero();
    }

    @Test
    void shouldKeepTheGapBetweenStarts() throws Exception {
        OutboundGate gate = gate(10, lane(4, Duration.ofMillis(300)), wide());
        for (int i = 0; i < 4; i++) {
            gate.acquire("a", LONG);
        }
        assertThat(slept).containsExactly(300_000_000L, 300_000_000L, 300_000_000L);
        gate.acquire("b", LONG);
        assertThat(slept).hasSize(3);
    }

    @Test
    void shouldKeepTheGapAlsoWhenThePermitWasGivenBack() throws Exception {
        OutboundGate gate = gate(10, wide(), lane(4, Duration.ofMillis(300)));
        gate.acquire("shared1", LONG).release();
        gate.acquire("shared2", LONG).release();
        assertThat(slept).containsExactly(300_000_000L);
    }

    @Test
    void shouldNotWaitForAGapThatIsTooFarAway() throws Exception {
        OutboundGate gate = gate(10, lane(4, Duration.ofSeconds(5)), wide());
        gate.acquire("a", Duration.ofSeconds(1)).release();
        assertThatThrownBy(() -> gate.acquire("a", Duration.ofSeconds(1)))
                .hasMessageContaining("gap");
        clock.advance(Duration.ofSeconds(5));
        gate.acquire("a", Duration.ofSeconds(1));
        assertThat(slept).isEmpty();
    }

    @Test
    void shouldRefuseAPenalisedHostAtOnceAndSayForHowLong() throws Exception {
        OutboundGate gate = gate(10, wide(), wide());
        gate.penalise("a", clock.nanoTime() + Duration.ofSeconds(70).toNanos());
        assertThatThrownBy(() -> gate.acquire("a", Duration.ofSeconds(10)))
                .isInstanceOfSatisfying(
                        FetchException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(Cause.RATE_LIMITED);
                            assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(70));
                        })
                .hasMessageContaining("1m10s");
        gate.acquire("b", SOON).release();
        clock.advance(Duration.ofSeconds(65));
        gate.acquire("a", Duration.ofSeconds(10)).release();
        assertThat(slept).containsExactly(Duration.ofSeconds(5).toNanos());
        clock.advance(Duration.ofSeconds(2));
        gate.acquire("b", SOON).release();
        assertThat(gate.remembered()).isZero();
    }

    @Test
    void shouldLetAHealthyHostPassWhereManyOthersHang() throws Exception {
        OutboundGate gate = gate(1000, wide(), lane(64, Duration.ZERO));
        List<OutboundGate.Permit> hanging = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            hanging.add(gate.acquire("shared" + i, SOON));
        }
        assertThatThrownBy(() -> gate.acquire("shared-healthy", SOON))
                .hasMessageContaining("to the address 10.0.0.1 of shared-healthy in vain");
        clock.advance(Duration.ofSeconds(10));
        hanging.forEach(OutboundGate.Permit::release);
        for (int i = 0; i < 48; i++) {
            gate.acquire("shared" + i, SOON);
        }
        assertThatThrownBy(() -> gate.acquire("shared48", SOON))
                .hasMessageContaining("to the address 10.0.0.1 of shared48 in vain");
        gate.acquire("shared-healthy", SOON).release();
        gate.acquire("elsewhere", SOON).release();
    }

    @Test
    void shouldNotLetOneHostOfAnAddressDelayAnother() throws Exception {
        OutboundGate gate = gate(1000, wide(), lane(1, Duration.ZERO));
        OutboundGate.Permit first = gate.acquire("shared-greedy", LONG);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            threads.add(pass(gate, "shared-greedy", order));
        }
        threads.add(pass(gate, "shared-other", order));
        first.release();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(order).hasSize(101);
        assertThat(order.indexOf("shared-other")).isLessThanOrEqualTo(1);
        assertThat(gate.remembered()).isZero();
    }

    /** Begins to wait for a host, and notes when it was let through. */
    private static Thread pass(OutboundGate gate, String host, List<String> order) {
        Thread thread =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                OutboundGate.Permit permit = gate.acquire(host, LONG);
                                order.add(host);
                                permit.release();
                            } catch (IOException | InterruptedException e) {
                                order.add(String.valueOf(e));
                            }
                        });
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return thread;
    }

    @Test
    void shouldGiveItsPlaceBackWhenInterruptedAtAnAddress() throws Exception {
        OutboundGate gate = gate(10, wide(), lane(1, Duration.ZERO));
        OutboundGate.Permit holder = gate.acquire("shared1", LONG);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> gate.acquire("shared2", LONG))
                .isInstanceOf(InterruptedException.class);
        holder.release();
        gate.acquire("shared3", SOON).release();
        assertThat(gate.remembered()).isZero();
    }

    @Test
    void shouldForgetHostsThatNobodyUses() throws Exception {
        OutboundGate gate = gate(10, lane(1, Duration.ofMillis(10)), lane(1, Duration.ZERO));
        for (int i = 0; i < 100_000; i++) {
            clock.advance(Duration.ofMillis(1));
            gate.acquire("host" + i, SOON).release();
        }
        assertThat(gate.remembered()).isLessThan(2000);
    }

    @Test
    void shouldGiveEverythingBackWhenTheNameHasNoAddress() throws Exception {
        OutboundGate gate =
                new OutboundGate(
                        new GateLimits(1, lane(1, Duration.ZERO), lane(1, Duration.ZERO)),
                        host -> {
                            throw new FetchException(Cause.DNS, "no such name", null);
                        },
                        clock);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> gate.acquire("a", SOON)).hasMessage("no such name");
        }
        assertThat(gate.remembered()).isZero();
    }

    @Test
    void shouldBeInterruptible() throws Exception {
        OutboundGate gate = gate(10, lane(1, Duration.ZERO), wide());
        OutboundGate.Permit holder = gate.acquire("a", LONG);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> gate.acquire("a", LONG)).isInstanceOf(InterruptedException.class);
        holder.release();
        gate.acquire("a", SOON).release();
        assertThat(gate.remembered()).isZero();
    }

    @Test
    void shouldKeepItsBoundsUnderManyThreads() throws Exception {
        OutboundGate gate =
                new OutboundGate(
                        new GateLimits(6, lane(2, Duration.ZERO), lane(3, Duration.ZERO)),
                        host -> "ip" + host.charAt(0),
                        SystemClocks.monotonic());
        ConcurrentHashMap<String, AtomicInteger> open = new ConcurrentHashMap<>();
        ConcurrentHashMap<String, Integer> most = new ConcurrentHashMap<>();
        List<Thread> threads = new ArrayList<>();
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < 300; i++) {
            Random random = new Random(i);
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int round = 0; round < 20; round++) {
                                    String host = random.nextInt(3) + "." + random.nextInt(3);
                                    fetchOnce(gate, host, open, most);
                                    done.incrementAndGet();
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(done).hasValue(6000);
        assertThat(gate.remembered()).isZero();
        assertThat(most.get("all")).isLessThanOrEqualTo(6);
        most.forEach((name, count) -> {
            int bound = name.equals("all") ? 6 : name.contains(".") ? 2 : 3;
            assertThat(count).as(name).isLessThanOrEqualTo(bound);
        });
    }

    private static void fetchOnce(
            OutboundGate gate,
            String host,
            ConcurrentHashMap<String, AtomicInteger> open,
            ConcurrentHashMap<String, Integer> most) {
        try {
            OutboundGate.Permit permit = gate.acquire(host, LONG);
            List<String> names = List.of("all", host, "ip" + host.charAt(0));
            for (String name : names) {
                int now = open.computeIfAbsent(name, key -> new AtomicInteger()).incrementAndGet();
                most.merge(name, now, Math::max);
            }
            Thread.yield();
            names.forEach(name -> open.get(name).decrementAndGet());
            permit.release();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldHoldThePermitUntilTheReplyIsClosed() throws Exception {
        OutboundGate gate = gate(1, wide(), wide());
        Transport gated =
                new GatedTransport(fetch -> new FixedReply(200, null), gate, clock, clock);
        Reply reply = gated.fetch(fetch("https://a/x"));
        assertThatThrownBy(() -> gate.acquire("b", SOON)).isInstanceOf(FetchException.class);
        reply.close();
        reply.close();
        gate.acquire("b", SOON).release();
        gate.acquire("b", SOON);
        assertThatThrownBy(() -> gate.acquire("b", SOON)).isInstanceOf(FetchException.class);
    }

    @Test
    void shouldGiveThePermitBackWhenTheFetchFails() throws Exception {
        OutboundGate gate = gate(1, wide(), wide());
        Transport gated =
                new GatedTransport(
                        fetch -> {
                            throw new IOException("down");
                        },
                        gate,
                        clock,
                        clock);
        assertThatThrownBy(() -> gated.fetch(fetch("https://a/x"))).hasMessage("down");
        gate.acquire("a", SOON).release();
        assertThat(gate.remembered()).isZero();
    }

    @Test
    void shouldLeaveAHostAloneThatSaysSo() throws Exception {
        OutboundGate gate = gate(9, wide(), wide());
        List<URI> asked = new ArrayList<>();
        Transport gated =
                new GatedTransport(
                        fetch -> {
                            asked.add(fetch.uri());
                            return new FixedReply(
                                    fetch.uri().getHost().equals("busy") ? 429 : 503, "100");
                        },
                        gate,
                        clock,
                        clock);
        gated.fetch(fetch("https://busy/1")).close();
        assertThatThrownBy(() -> gated.fetch(fetch("https://busy/2")))
                .hasMessageContaining("left alone");
        gated.fetch(fetch("https://ill/1")).close();
        gated.fetch(fetch("https://ill/2")).close();
        assertThat(asked).hasSize(3);
        clock.advance(Duration.ofSeconds(100));
        gated.fetch(fetch("https://busy/3")).close();
        assertThat(asked).hasSize(4);
    }

    private static Fetch fetch(String uri) {
        return new Fetch(
                URI.create(uri), "application/json", null, Duration.ofSeconds(10), 1_000_000);
    }

    private record FixedReply(int status, @Nullable String retryAfter) implements Reply {

        @Override
        public @Nullable String header(String name) {
            return name.equals("Retry-After") ? retryAfter : null;
        }

        @Override
        public URI uri() {
            return URI.create("https://a/x");
        }

        @Override
        public InputStream body() {
            return InputStream.nullInputStream();
        }

        @Override
        public void close() {}
    }
}
