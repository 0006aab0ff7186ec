package tori.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tori.incident.CheckCause;
import tori.incident.CheckResult;
import tori.incident.CheckResult.Failed;
import tori.incident.CheckResult.Passed;
import tori.incident.CheckResult.Unknown;
import tori.model.MonitorId;
import tori.poll.MemoryStateStore;
import tori.time.Lapse;
import tori.time.SettableClock;

import java.time.Duration;
import java.time.Instant;

/** Pushes that come and do not come. */
class HeartbeatCheckTest {

    private static final MonitorId ID = new MonitorId("jobs", "nightly");
    private static final Duration DAY = Duration.ofHours(25);

    private final SettableClock clock = new SettableClock();
    private final MemoryStateStore store = new MemoryStateStore();
    private Duration shift = Duration.ZERO;
    private @Nullable Lapse lapse;
    private HeartbeatCheck check = check();

    private HeartbeatCheck check() {
        return new HeartbeatCheck(
                ID, DAY, store, clock, () -> clock.instant().plus(shift), () -> lapse);
    }

    private CheckResult look() throws Exception {
        return check.check();
    }

    @Test
    void shouldMissAPushOnceItsTimeIsOver() throws Exception {
        assertThat(look()).isInstanceOf(Unknown.class);
        check.beat(true, "");
        assertThat(look()).isInstanceOf(Passed.class);
        assertThat(check.untilNext()).isEqualTo(DAY);
        clock.advance(DAY.minusMillis(1));
        assertThat(look()).isInstanceOf(Passed.class);
        assertThat(check.untilNext()).isEqualTo(Duration.ofMillis(1));
        clock.advance(Duration.ofMillis(1));
        assertThat(look()).isEqualTo(new Failed(CheckCause.MISSED, "no push for 1 d 1 h", null));
        check.beat(true, "");
        assertThat(look()).isInstanceOf(Passed.class);
    }

    @Test
    void shouldMissTheFirstPushToo() throws Exception {
        look();
        clock.advance(DAY.minusSeconds(1));
        check = check();
        assertThat(look()).as("a restart does not put it off").isInstanceOf(Unknown.class);
        assertThat(check.untilNext()).isEqualTo(Duration.ofSeconds(1));
        clock.advance(HeartbeatCheck.GRACE);
        assertThat(look()).isInstanceOf(Failed.class);
    }

    @Test
    void shouldNotMissAtOnceWhatWasDueWhileNobodyListened() throws Exception {
        check.beat(true, "");
        look();
        clock.advance(DAY.plusHours(1));
        check = check();
        assertThat(look()).isInstanceOf(Unknown.class);
        assertThat(check.untilNext()).isEqualTo(HeartbeatCheck.GRACE);
        clock.advance(HeartbeatCheck.GRACE);
        assertThat(look()).isInstanceOf(Failed.class);
    }

    @Test
    void shouldGoOnMissingOverAStartWhatWasMissedWhileItListened() throws Exception {
        check.beat(true, "");
        clock.advance(DAY);
        assertThat(look()).isInstanceOf(Failed.class);
        clock.advance(Duration.ofHours(2));
        check = check();
        assertThat(look()).isEqualTo(new Failed(CheckCause.MISSED, "no push for 1 d 3 h", null));
        shift = Duration.ofDays(-400);
        check = check();
        assertThat(look()).as("with another clock").isInstanceOf(Failed.class);
        check.beat(true, "");
        shift = Duration.ZERO;
        clock.advance(DAY.plusHours(1));
        check = check();
        assertThat(look()).as("the next one may come late again").isInstanceOf(Unknown.class);
    }

    @Test
    void shouldTakeARepeatedPushAfterAStart() throws Exception {
        check.beat(true, "");
        clock.advance(DAY.plusHours(1));
        check = check();
        check.beat(true, "");
        assertThat(look()).isInstanceOf(Passed.class);
        assertThat(check.untilNext()).isEqualTo(DAY);
    }

    @Test
    void shouldNotCareForAClockThatIsSet() throws Exception {
        check.beat(true, "");
        shift = Duration.ofDays(400);
        assertThat(look()).isInstanceOf(Passed.class);
        shift = Duration.ofDays(-400);
        assertThat(look()).isInstanceOf(Passed.class);
        check = check();
        assertThat(look()).as("pushed in the future").isInstanceOf(Passed.class);
        assertThat(check.untilNext()).isEqualTo(DAY);
    }

    /** Both clocks go on, and nobody looks or takes pushes. */
    private void standStill(Duration lasted) {
        long began = clock.nanoTime();
        clock.advance(lasted);
        lapse = new Lapse(began, clock.nanoTime(), lasted, Duration.ZERO);
    }

    @Test
    void shouldNotMissAtOnceWhatWasDueWhileToriStoodStill() throws Exception {
        check.beat(true, "");
        clock.advance(DAY.minusHours(1));
        standStill(Duration.ofHours(3));
        assertThat(look()).isInstanceOf(Unknown.class);
        assertThat(check.untilNext()).isEqualTo(HeartbeatCheck.GRACE);
        clock.advance(HeartbeatCheck.GRACE.minusMillis(1));
        assertThat(look()).isInstanceOf(Unknown.class);
        check.beat(true, "");
        assertThat(look()).isInstanceOf(Passed.class);
        clock.advance(DAY);
        assertThat(look()).as("no more of that").isInstanceOf(Failed.class);
    }

    @Test
    void shouldGoOnMissingWhatWasMissedBeforeToriStoodStill() throws Exception {
        check.beat(true, "");
        clock.advance(DAY);
        assertThat(look()).isInstanceOf(Failed.class);
        standStill(Duration.ofHours(3));
        assertThat(look()).isInstanceOf(Failed.class);
        check.beat(true, "");
        standStill(DAY);
        assertThat(look()).isInstanceOf(Unknown.class);
        clock.advance(HeartbeatCheck.GRACE);
        assertThat(look()).isEqualTo(new Failed(CheckCause.MISSED, "no push for 1 d 1 h", null));
    }

    @Test
    void shouldGiveNoGraceForAClockThatIsSetBack() throws Exception {
        check.beat(true, "");
        clock.advance(DAY);
        lapse = new Lapse(0, clock.nanoTime(), Duration.ZERO, Duration.ofDays(-3));
        assertThat(look()).isInstanceOf(Failed.class);
    }

    @Test
    void shouldFailWhereThePushSaysSo() throws Exception {
        check.beat(false, "disk full");
        assertThat(look())
                .isEqualTo(
                        new Failed(
                                CheckCause.CONTENT,
                                "a push said that something failed: disk full",
                                null));
        check = check();
        assertThat(look()).isInstanceOf(Failed.class);
    }

    @Test
    void shouldBeginAnewWhereWhatWasWrittenIsDamaged() throws Exception {
        check.beat(true, "");
        store.entries.put(1L, new byte[] {7, 7});
        check = check();
        assertThat(look()).isInstanceOf(Unknown.class);
    }

    @Test
    void shouldTakePushesOfThoseWhoMayPush() throws Exception {
        Heartbeats heartbeats = new Heartbeats();
        heartbeats.put(ID, check, null);
        assertThat(heartbeats.push(ID, false, null, true, ""))
                .isEqualTo(Heartbeats.Receipt.REFUSED);
        assertThat(heartbeats.push(ID, true, null, true, "")).isEqualTo(Heartbeats.Receipt.TAKEN);
        heartbeats.put(ID, check, "a-long-token");
        assertThat(heartbeats.push(ID, true, null, true, "")).isEqualTo(Heartbeats.Receipt.REFUSED);
        assertThat(heartbeats.push(ID, false, "a-long-tokem", true, ""))
                .isEqualTo(Heartbeats.Receipt.REFUSED);
        assertThat(heartbeats.push(ID, false, "a-long-token", true, ""))
                .isEqualTo(Heartbeats.Receipt.TAKEN);
        heartbeats.remove(ID);
        assertThat(heartbeats.push(ID, true, null, true, "")).isEqualTo(Heartbeats.Receipt.UNKNOWN);
        assertThat(
                        Beat.decode(
                                new Beat(Instant.EPOCH, true, false, "x".repeat(900), false)
                                        .encode()))
                .extracting(Beat::words)
                .asString()
                .hasSize(Beat.MAX_WORDS + 1);
    }
}
