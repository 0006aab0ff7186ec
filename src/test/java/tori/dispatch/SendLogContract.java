package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tori.model.Rate;
import tori.time.NanoClock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What every {@link SendLog} must do that lasts, whatever it writes to. */
public abstract class SendLogContract {

    private static final Rate RATE = new Rate(3, Duration.ofSeconds(60));

    /** What a round trip through the wall clock may cost: instants come back late, never early. */
    private static final long ROUNDING_NANOS = 2_000;

    /** What both clocks say at once. */
    private record Moment(long nanos, Instant wall) {}

    private volatile Moment now =
            new Moment(
                    Long.MAX_VALUE - Duration.ofSeconds(40).toNanos(),
                    Instant.parse("2026-01-02T00:00:00.123456789Z"));

    /** A log that reads both clocks, this one first, shall not see time pass in between. */
    private final ThreadLocal<Moment> read = new ThreadLocal<>();

    private SendLog log;

    /** Opens the same place each time, with these clocks. */
    protected abstract SendLog open(NanoClock clock, InstantSource wallClock) throws Exception;

    /** Closes it in an orderly way. */
    protected abstract void close(SendLog sendLog) throws Exception;

    @BeforeEach
    void openLog() throws Exception {
        log = open(this::nanoTime, this::instant);
    }

    private long nanoTime() {
        Moment moment = now;
        read.set(moment);
        return moment.nanos();
    }

    private Instant instant() {
        Moment moment = read.get();
        read.remove();
        return moment == null ? now.wall() : moment.wall();
    }

    private long nanos() {
        return now.nanos();
    }

    @AfterEach
    void closeLog() throws Exception {
        close(log);
    }

    private void advance(Duration step) {
        now = new Moment(now.nanos() + step.toNanos(), now.wall().plus(step));
    }

    /** Another process: its monotonic clock begins anywhere. */
    private void restart(Duration took) throws Exception {
        close(log);
        advance(took);
        now = new Moment(now.nanos() * 31 + 7, now.wall());
        log = open(this::nanoTime, this::instant);
    }

    private void assertAges(String scope, Duration... oldestFirst) {
        long[] completions = log.completions(scope);
        assertThat(completions).hasSize(oldestFirst.length);
        for (int i = 0; i < oldestFirst.length; i++) {
            assertThat(oldestFirst[i].toNanos() - (nanos() - completions[i]))
                    .as("completion %d of %s", i, scope)
                    .isBetween(0L, ROUNDING_NANOS);
        }
    }

    @Test
    void shouldKnowNothingOfAScopeNeverRecorded() throws Exception {
        assertThat(log.completions("a")).isEmpty();
        restart(Duration.ofSeconds(1));
        assertThat(log.completions("a")).isEmpty();
    }

    @Test
    void shouldRememberAtOnceAndAfterARestart() throws Exception {
        log.record("a", RATE, nanos());
        advance(Duration.ofSeconds(10));
        log.record("a", RATE, nanos());
        log.record("b", RATE, nanos());

        assertAges("a", Duration.ofSeconds(10), Duration.ZERO);
        restart(Duration.ofSeconds(5));
        assertAges("a", Duration.ofSeconds(15), Duration.ofSeconds(5));
        assertAges("b", Duration.ofSeconds(5));
    }

    @Test
    void shouldAddToWhatEarlierRunsRecorded() throws Exception {
        log.record("a", RATE, nanos());
        restart(Duration.ofSeconds(20));
        log.record("a", RATE, nanos());
        restart(Duration.ofSeconds(20));
        log.record("a", RATE, nanos());

        assertAges("a", Duration.ofSeconds(40), Duration.ofSeconds(20), Duration.ZERO);
    }

    @Test
    void shouldKeepTheNewestThatTheLimitAllowsAndForgetTheRest() throws Exception {
        for (int i = 0; i < 50; i++) {
            log.record("a", RATE, nanos());
            advance(Duration.ofSeconds(1));
        }
        restart(Duration.ZERO);
        assertThat(log.completions("a").length).isBetween(RATE.limit(), 2 * RATE.limit());
        assertThat(nanos() - log.completions("a")[log.completions("a").length - 1])
                .isLessThanOrEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void shouldForgetWhatIsOlderThanItsWindow() throws Exception {
        log.record("old", RATE, nanos());
        restart(Duration.ofSeconds(61));
        log.record("new", RATE, nanos());
        restart(Duration.ofSeconds(1));

        assertThat(log.completions("old")).isEmpty();
        assertAges("new", Duration.ofSeconds(1));
    }

    @Test
    void shouldTakeAnInstantInTheFutureForNow() throws Exception {
        log.record("a", RATE, nanos());
        now = new Moment(now.nanos(), now.wall().minus(Duration.ofHours(1)));
        restart(Duration.ZERO);

        assertAges("a", Duration.ZERO);
    }
}
