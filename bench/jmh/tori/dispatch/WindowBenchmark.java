package tori.dispatch;

import com.google.common.util.concurrent.RateLimiter;

import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import tori.model.Rate;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One question for a permit, in a limit that grants (more permits than can be asked for) and in one
 * that refuses (30 per hour, all taken). Ours is measured with the time passed in, as the
 * dispatcher does, and with a clock reading each time, as the peers do.
 *
 * <p>The peers know no completion: what they do is to grant. Ours holds a permit until its request
 * was completed, so that a grant alone cannot be repeated without end; {@code
 * grantThenGiveBackTimePassedIn} takes it back at once, which costs a little more than the grant
 * alone. The others that grant also note the completion, for the window to count.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class WindowBenchmark {

    private static final int TAKEN = 30;

    /** How many requests begin in one pass: Discord lets 5 go at a time, per webhook. */
    private static final int PASS = 5;

    private static final int PLENTY = 1 << 14;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MOMENT = Duration.ofNanos(100_000);

    private final SlidingWindow granting = new SlidingWindow(new Rate(PLENTY, MOMENT));
    private final SlidingWindow refusing = new SlidingWindow(new Rate(TAKEN, HOUR));
    private final RateLimiter guavaGranting = RateLimiter.create(1e9);
    private final RateLimiter guavaRefusing = RateLimiter.create(1.0 / 3600);
    private final Bucket bucketGranting = bucket(PLENTY, MOMENT);
    private final Bucket bucketRefusing = bucket(TAKEN, HOUR);
    private final io.github.resilience4j.ratelimiter.RateLimiter resilienceGranting =
            resilience(PLENTY, MOMENT);
    private final io.github.resilience4j.ratelimiter.RateLimiter resilienceRefusing =
            resilience(TAKEN, HOUR);
    private long now;

    private static Bucket bucket(int limit, Duration per) {
        return Bucket.builder()
                .addLimit(each -> each.capacity(limit).refillGreedy(limit, per))
                .build();
    }

    private static io.github.resilience4j.ratelimiter.RateLimiter resilience(
            int limit, Duration per) {
        return io.github.resilience4j.ratelimiter.RateLimiter.of(
                "main",
                RateLimiterConfig.custom()
                        .limitForPeriod(limit)
                        .limitRefreshPeriod(per)
                        .timeoutDuration(Duration.ZERO)
                        .build());
    }

    @Setup
    public void takeAll() {
        now = System.nanoTime();
        refusing.stopPacing();
        for (int i = 0; i < TAKEN; i++) {
            refusing.tryAcquirePermit(now);
            refusing.complete(now);
            guavaRefusing.tryAcquire();
            bucketRefusing.tryConsume(1);
            resilienceRefusing.acquirePermission();
        }
    }

    /** Grants and completes, 100 ns later each time: a thousand completions are held. */
    @Benchmark
    public boolean grantTimePassedIn() {
        now += 100;
        boolean granted = granting.tryAcquirePermit(now);
        granting.complete(now);
        return granted;
    }

    /** The grant alone, and what it takes to repeat it. */
    @Benchmark
    public boolean grantThenGiveBackTimePassedIn() {
        now += 100;
        boolean granted = granting.tryAcquirePermit(now);
        granting.giveBack(now);
        return granted;
    }

    @Benchmark
    public boolean grantClockRead() {
        long instant = System.nanoTime();
        boolean granted = granting.tryAcquirePermit(instant);
        granting.complete(instant);
        return granted;
    }

    /** As the dispatcher does: one reading of the clock for all that a pass lets go. */
    @Benchmark
    @OperationsPerInvocation(PASS)
    public int grantClockReadOncePerPass() {
        long instant = System.nanoTime();
        int granted = 0;
        for (int i = 0; i < PASS; i++) {
            if (granting.tryAcquirePermit(instant)) {
                granted++;
            }
            granting.complete(instant);
        }
        return granted;
    }

    /** What reading the clock takes by itself. */
    @Benchmark
    public long clockAlone() {
        return System.nanoTime();
    }

    @Benchmark
    public boolean grantGuava() {
        return guavaGranting.tryAcquire();
    }

    @Benchmark
    public boolean grantBucket4j() {
        return bucketGranting.tryConsume(1);
    }

    @Benchmark
    public boolean grantResilience4j() {
        return resilienceGranting.acquirePermission();
    }

    @Benchmark
    public boolean refuseTimePassedIn() {
        return refusing.tryAcquirePermit(now);
    }

    @Benchmark
    public boolean refuseClockRead() {
        return refusing.tryAcquirePermit(System.nanoTime());
    }

    @Benchmark
    public boolean refuseGuava() {
        return guavaRefusing.tryAcquire();
    }

    @Benchmark
    public boolean refuseBucket4j() {
        return bucketRefusing.tryConsume(1);
    }

    @Benchmark
    public boolean refuseResilience4j() {
        return resilienceRefusing.acquirePermission();
    }
}
