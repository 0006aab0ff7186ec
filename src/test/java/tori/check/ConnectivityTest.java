package tori.check;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tori.config.ConnectivityConfig;
import tori.config.HostPort;
import tori.incident.CheckCause;
import tori.incident.CheckResult;
import tori.incident.CheckResult.Failed;
import tori.incident.CheckResult.Passed;
import tori.incident.CheckResult.Unknown;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

@Timeout(60)
class ConnectivityTest {

    private static final HostPort ONE = new HostPort("192.0.2.1", 53);
    private static final HostPort TWO = new HostPort("192.0.2.2", 53);
    private static final ConnectivityConfig ASKING =
            new ConnectivityConfig(List.of(ONE, TWO), Duration.ofSeconds(1), Duration.ofSeconds(2));
    private static final ConnectivityConfig SILENT =
            new ConnectivityConfig(List.of(), Duration.ofSeconds(1), Duration.ofSeconds(2));
    private static final InetAddress OUTSIDE = InetAddress.ofLiteral("203.0.113.9");

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final Set<HostPort> reachable = ConcurrentHashMap.newKeySet();
    private boolean linkUp = true;

    private Connectivity connectivity(ConnectivityConfig config) {
        return new Connectivity(
                config,
                (target, timeout) -> {
                    asked.incrementAndGet();
                    return reachable.contains(target);
                },
                () -> linkUp,
                nanos::get);
    }

    private static CheckReport report(CheckResult result, InetAddress peer) {
        return new CheckReport(
                result,
                peer,
                0,
                new Phases(null, null, null, null, Duration.ofMillis(1)),
                null,
                List.of());
    }

    private static Failed failed(CheckCause cause) {
        return new Failed(cause, "it broke", Duration.ofMillis(1));
    }

    private static CheckResult guarded(CheckReport report, Connectivity connectivity)
            throws InterruptedException {
        return new GuardedCheck(() -> report, connectivity).look().result();
    }

    @Test
    void shouldBelieveAFailureWhileTheNetworkWorks() throws Exception {
        reachable.add(TWO);
        CheckReport report = report(failed(CheckCause.CONNECT), OUTSIDE);
        assertThat(guarded(report, connectivity(ASKING))).isEqualTo(report.result());
        assertThat(asked).hasValue(2);
    }

    @Test
    void shouldKnowNothingWhileTheNetworkIsDown() throws Exception {
        for (CheckCause cause : List.of(CheckCause.DNS, CheckCause.CONNECT, CheckCause.TIMEOUT)) {
            assertThat(guarded(report(failed(cause), OUTSIDE), connectivity(ASKING)))
                    .isEqualTo(
                            new Unknown(
                                    "the network of this machine is down: nobody answers of"
                                            + " [192.0.2.1:53, 192.0.2.2:53] (it broke)"));
        }
    }

    @Test
    void shouldAskNobodyAboutWhatCannotBeTheNetwork() throws Exception {
        for (CheckCause cause :
                List.of(
                        CheckCause.TLS,
                        CheckCause.STATUS,
                        CheckCause.CONTENT,
                        CheckCause.LATENCY)) {
            CheckReport report = report(failed(cause), OUTSIDE);
            assertThat(guarded(report, connectivity(ASKING))).isEqualTo(report.result());
        }
        CheckReport own = report(failed(CheckCause.CONNECT), InetAddress.getLoopbackAddress());
        assertThat(guarded(own, connectivity(ASKING))).isEqualTo(own.result());
        assertThat(asked).hasValue(0);
    }

    @Test
    void shouldTakeAnAnswerToAnotherCheckForProof() throws Exception {
        Connectivity connectivity = connectivity(ASKING);
        guarded(report(new Passed(Duration.ZERO), OUTSIDE), connectivity);
        CheckReport report = report(failed(CheckCause.TIMEOUT), OUTSIDE);
        nanos.addAndGet(Duration.ofMillis(900).toNanos());
        assertThat(guarded(report, connectivity)).isEqualTo(report.result());
        assertThat(asked).hasValue(0);
        nanos.addAndGet(Duration.ofMillis(200).toNanos());
        assertThat(guarded(report, connectivity)).isInstanceOf(Unknown.class);
    }

    @Test
    void shouldNotTakeAnAnswerFromNextDoorForProof() throws Exception {
        Connectivity connectivity = connectivity(ASKING);
        for (String near : List.of("127.0.0.1", "10.1.2.3", "169.254.1.1", "fd00::1", "::1")) {
            CheckReport passed = report(new Passed(Duration.ZERO), InetAddress.ofLiteral(near));
            guarded(passed, connectivity);
        }
        CheckReport report = report(failed(CheckCause.TIMEOUT), OUTSIDE);
        assertThat(guarded(report, connectivity)).isInstanceOf(Unknown.class);
    }

    @Test
    void shouldAskTheMachineAloneWhereNobodyIsNamed() throws Exception {
        Connectivity connectivity = connectivity(SILENT);
        CheckReport report = report(failed(CheckCause.DNS), OUTSIDE);
        assertThat(guarded(report, connectivity)).isEqualTo(report.result());
        linkUp = false;
        assertThat(guarded(report, connectivity))
                .isEqualTo(new Unknown("no network interface of this machine is up (it broke)"));
        assertThat(asked).hasValue(0);
    }

    @Test
    void shouldFollowTheConfiguration() throws Exception {
        Connectivity connectivity = connectivity(ASKING);
        assertThat(connectivity.trouble()).isNotNull();
        connectivity.configure(SILENT);
        assertThat(connectivity.trouble()).isNull();
    }

    @Test
    void shouldAskOnceForAll() throws Exception {
        Connectivity connectivity = connectivity(ASKING);
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        AtomicInteger unknown = new AtomicInteger();
        for (int i = 0; i < 50; i++) {
            threads.add(
                    Thread.startVirtualThread(() -> {
                        try {
                            start.await();
                            if (connectivity.trouble() != null) {
                                unknown.incrementAndGet();
                            }
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }));
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(unknown).hasValue(50);
        assertThat(asked).hasValue(2);
    }

    /** However often it is asked, the configured hosts are, once per interval. */
    @Property(tries = 200)
    void shouldAskNoMoreOftenThanTheInterval(
            @ForAll @Size(max = 50) List<@IntRange(max = 1_500) Integer> gapsMillis)
            throws Exception {
        Connectivity connectivity = connectivity(ASKING);
        int before = asked.get();
        long startNanos = nanos.get();
        for (int gap : gapsMillis) {
            nanos.addAndGet(Duration.ofMillis(gap).toNanos());
            assertThat(connectivity.trouble()).isNotNull();
        }
        long intervals = (nanos.get() - startNanos) / Duration.ofSeconds(1).toNanos() + 1;
        assertThat(asked.get() - before).isLessThanOrEqualTo((int) (2 * intervals));
    }
}
