package tori.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tori.poll.FetchException;
import tori.poll.PollResult.Cause;
import tori.time.SettableClock;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
class ResolverTest {

    private static final Resolver.Limits LIMITS =
            new Resolver.Limits(2, Duration.ofSeconds(30), 100);

    private final SettableClock clock = new SettableClock();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String answer = "10.0.0.1";
    private volatile CountDownLatch hang = new CountDownLatch(0);
    private final Resolver resolver = new Resolver(this::look, LIMITS, clock);

    @AfterEach
    void close() {
        resolver.close();
    }

    private List<InetAddress> look(String host) throws UnknownHostException {
        asked.incrementAndGet();
        try {
            hang.await();
        } catch (InterruptedException e) {
            throw new UnknownHostException("interrupted");
        }
        if (answer.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return List.of(InetAddress.ofLiteral(answer));
    }

    @Test
    void shouldRememberAnAddressForAMinute() throws Exception {
        assertThat(resolver.addressOf("a")).isEqualTo("10.0.0.1");
        assertThat(resolver.lookup("a")).containsExactly(InetAddress.ofLiteral("10.0.0.1"));
        clock.advance(Duration.ofSeconds(59));
        assertThat(resolver.addressOf("a")).isEqualTo("10.0.0.1");
        assertThat(asked).hasValue(1);
    }

    @Test
    void shouldServeTheOldAddressWhileItAsksForANewOne() throws Exception {
        resolver.addressOf("a");
        hang = new CountDownLatch(1);
        answer = "10.0.0.2";
        clock.advance(Duration.ofSeconds(61));
        assertThat(resolver.addressOf("a")).isEqualTo("10.0.0.1");
        assertThat(resolver.addressOf("a")).isEqualTo("10.0.0.1");
        hang.countDown();
        await().until(() -> resolver.addressOf("a").equals("10.0.0.2"));
        assertThat(asked).hasValue(2);
    }

    @Test
    void shouldServeTheOldAddressWhenNoNewOneCanBeHad() throws Exception {
        resolver.addressOf("a");
        answer = "";
        clock.advance(Duration.ofHours(2));
        assertThat(resolver.addressOf("a")).isEqualTo("10.0.0.1");
        clock.advance(Duration.ofHours(23));
        assertThatThrownBy(() -> resolver.addressOf("a")).hasMessageContaining("the name a");
    }

    @Test
    void shouldRememberAFailureForASecondOnly() throws Exception {
        answer = "";
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> resolver.addressOf("a"))
                    .isInstanceOfSatisfying(
                            FetchException.class, e -> assertThat(e.kind()).isEqualTo(Cause.DNS));
        }
        assertThat(asked).hasValue(1);
        answer = "10.0.0.3";
        clock.advance(Duration.ofSeconds(1));
        assertThat(resolver.addressOf("a")).isEqualTo("10.0.0.3");
    }

    @Test
    void shouldAskOnceForAllWhoWait() throws Exception {
        hang = new CountDownLatch(1);
        AtomicInteger resolved = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    resolver.addressOf("a");
                                    resolved.incrementAndGet();
                                } catch (FetchException | InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            }));
        }
        for (Thread thread : threads) {
            await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        }
        hang.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(resolved).hasValue(50);
        assertThat(asked).hasValue(1);
    }

    @Test
    void shouldNotWaitForeverForANameThatHangs() {
        hang = new CountDownLatch(1);
        try (Resolver impatient =
                new Resolver(
                        this::look, new Resolver.Limits(2, Duration.ofMillis(20), 100), clock)) {
            assertThatThrownBy(() -> impatient.addressOf("a"))
                    .isInstanceOf(FetchException.class)
                    .hasMessage("the name a could not be resolved");
        }
    }

    @Test
    void shouldServeKnownNamesWhileOthersHoldAllThreads() throws Exception {
        resolver.addressOf("known");
        hang = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            String name = "hangs" + i;
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            resolver.lookup(name);
                        } catch (UnknownHostException e) {
                            // Its turn came after the test.
                        }
                    });
        }
        await().until(() -> asked.get() == 3);
        clock.advance(Duration.ofMinutes(5));
        assertThat(resolver.addressOf("known")).isEqualTo("10.0.0.1");
    }

    @Test
    void shouldBeInterruptible() throws Exception {
        hang = new CountDownLatch(1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> resolver.addressOf("a")).isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> resolver.lookup("a")).isInstanceOf(UnknownHostException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldRememberABoundedNumberOfNames() throws Exception {
        for (int i = 0; i < 1000; i++) {
            resolver.addressOf("host" + i);
            assertThat(resolver.remembered()).isLessThanOrEqualTo(100);
        }
    }

    @Test
    void shouldNotAskForLiterals() throws Exception {
        assertThat(resolver.addressOf("127.0.0.1")).isEqualTo("127.0.0.1");
        assertThat(resolver.addressOf("::1")).isEqualTo("0:0:0:0:0:0:0:1");
        assertThat(asked).hasValue(0);
        resolver.addressOf("shop24");
        assertThat(asked).hasValue(1);
    }
}
