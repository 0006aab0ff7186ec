package tori.check;

import org.jspecify.annotations.Nullable;

import tori.config.ConnectivityConfig;
import tori.config.HostPort;
import tori.time.NanoClock;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells whether it is the own network that does not work. One for all checks; thread-safe.
 *
 * <p>What proves that it works: a check of a public address that was answered not long ago, or one
 * of the configured hosts that takes a connection now. Where none is configured nobody is
 * contacted, and the network counts as down only while the machine itself says so: no interface but
 * loopback is up. One thread asks at a time, not more often than the interval; the others wait for
 * its answer.
 */
public final class Connectivity {

    /** Tries to connect. */
    @FunctionalInterface
    public interface Connector {

        /** Whether it takes a connection in time; never throws for what is expected to fail. */
        boolean connects(HostPort target, Duration timeout) throws InterruptedException;
    }

    /** Looks at the machine's network interfaces. */
    @FunctionalInterface
    public interface Interfaces {

        /** Whether one is up beside loopback; true if nobody can say. */
        boolean anyUp();
    }

    private record Verdict(boolean down, long sinceNanos) {}

    private final Connector connector;
    private final Interfaces interfaces;
    private final NanoClock clock;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile ConnectivityConfig config;
    private volatile @Nullable Verdict verdict;

    /** When somebody outside answered last; null for never. */
    private volatile @Nullable Long answeredNanos;

    public Connectivity(
            ConnectivityConfig config,
            Connector connector,
            Interfaces interfaces,
            NanoClock clock) {
        this.config = config;
        this.connector = connector;
        this.interfaces = interfaces;
        this.clock = clock;
    }

    /** Puts another configuration in force. */
    public void configure(ConnectivityConfig other) {
        config = other;
        verdict = null;
    }

    /** Somebody outside answered. */
    void answered() {
        answeredNanos = clock.nanoTime();
    }

    /**
     * What is wrong with the own network; null if it works, as far as anybody knows. May block, for
     * as long as the configured hosts are waited for.
     */
    @Nullable String trouble() throws InterruptedException {
        ConnectivityConfig now = config;
        Long answered = answeredNanos;
        if (answered != null && isRecent(answered, now)) {
            return null;
        }
        if (now.check().isEmpty()) {
            return interfaces.anyUp() ? null : "no network interface of this machine is up";
        }
        return isDown(now)
                ? "the network of this machine is down: nobody answers of " + now.check()
                : null;
    }

    private boolean isRecent(long sinceNanos, ConnectivityConfig now) {
        return clock.nanoTime() - sinceNanos < now.interval().toNanos();
    }

    private boolean isDown(ConnectivityConfig now) throws InterruptedException {
        asking.lockInterruptibly();
        try {
            Verdict known = verdict;
            if (known != null && isRecent(known.sinceNanos(), now)) {
                return known.down();
            }
            long sinceNanos = clock.nanoTime();
            boolean down = true;
            for (HostPort target : now.check()) {
                if (connector.connects(target, now.timeout())) {
                    down = false;
                    break;
                }
            }
            // Silence is as old as its end, an answer as old as the question.
            verdict = new Verdict(down, down ? clock.nanoTime() : sinceNanos);
            return down;
        } finally {
            asking.unlock();
        }
    }
}
