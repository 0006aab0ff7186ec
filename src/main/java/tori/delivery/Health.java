package tori.delivery;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.model.SendResult;
import tori.time.Backoff;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a destination takes deliveries, judged by what became of those sent there, whoever owed
 * them. Any thread; its monitor is held for some comparisons and nothing else is locked meanwhile.
 *
 * <p>One that is out is probed: one request at a time, 1 s after the outage began, then after twice
 * that and so on up to 10 s. Whoever gets {@link Passage#PROBE} makes that request.
 *
 * <p>Of one that nobody has tried yet nothing is known: the first request goes alone.
 *
 * <p>What failed while others arrived is blamed for it ({@link Suspects}); other failures are
 * blamed on the destination from the third in a row on. One that cannot be reached is to blame for
 * ever, one that answers for a quarter of an hour only.
 */
final class Health {

    /** What may be sent now. */
    enum Passage {
        /** As many requests as the limits allow. */
        FREE,
        /** One request; as many as the limits allow once it has been answered. */
        FIRST,
        /** Nothing before the first request has been answered. */
        FIRST_UNDER_WAY,
        /** The destination asked for a short pause, and its limits see to that. */
        PAUSED,
        /** One request, to see whether the outage is over. */
        PROBE,
        /** Nothing. */
        NONE
    }

    private enum State {
        IN,
        OUT,
        GONE
    }

    /** "Never" as a wait. */
    static final long NEVER_NANOS = Long.MAX_VALUE;

    /**
     * So many deliveries in a row failing by themselves are not the deliveries' fault; fewer might
     * be.
     */
    static final int FAILING = 3;

    /** A longer pause than this is worth a failover. */
    static final Duration LONG_PAUSE = Duration.ofSeconds(30);

    /**
     * So long nothing is blamed on deliveries that fail at a destination that answers but takes
     * none. After that what fails for ever shall become a dead letter, not wait for ever.
     */
    static final Duration BLAMELESS = Duration.ofMinutes(15);

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    /** A request every ten seconds is nothing to a host, and its recovery is noticed soon. */
    private static final Backoff PROBES =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), 2, 0.1);

    private final String destination;
    private final OutboxServices services;
    private final Runnable changed;

    private final Suspects suspects = new Suspects();
    private final Set<Long> failing = new HashSet<>();
    private State state = State.IN;
    private String reason = "";
    private @Nullable Instant since;
    private long sinceNanos;
    private boolean tried;
    private boolean trying;
    private boolean probing;
    private int failedProbes;
    private long probeAtNanos;
    private boolean unreachable;
    private boolean answering;
    private long answeringSinceNanos;
    private boolean paused;
    private boolean pausedForLong;
    private long pausedUntilNanos;

    /**
     * @param changed runs, without the monitor, when somebody may have to act upon a change
     */
    Health(String destination, OutboxServices services, Runnable changed) {
        this.destination = destination;
        this.services = services;
        this.changed = changed;
    }

    /** Whether deliveries go there. */
    boolean isHealthy() {
        return switch (look()) {
            case FREE, FIRST, FIRST_UNDER_WAY, PAUSED -> true;
            case PROBE, NONE -> false;
        };
    }

    /**
     * Whether it is worth trying: healthy, or out for so long that somebody should look. Without
     * that, one to which nothing more is owed would never be called again.
     */
    boolean isWorthTrying() {
        return look() != Passage.NONE;
    }

    /** What may be sent now, without a claim to it. */
    synchronized Passage look() {
        long now = services.clock().nanoTime();
        boolean isPaused = paused && now - pausedUntilNanos < 0;
        return switch (state) {
            case IN -> {
                if (isPaused) {
                    yield pausedForLong ? Passage.NONE : Passage.PAUSED;
                }
                if (tried) {
                    yield Passage.FREE;
                }
                yield trying ? Passage.FIRST_UNDER_WAY : Passage.FIRST;
            }
            case OUT ->
                    probing || trying || isPaused || now - probeAtNanos < 0
                            ? Passage.NONE
                            : Passage.PROBE;
            case GONE -> Passage.NONE;
        };
    }

    /** What may be sent now; a probe is the caller's to make and to report. */
    synchronized Passage pass() {
        Passage passage = look();
        probing |= passage == Passage.PROBE;
        trying |= passage == Passage.FIRST;
        return passage;
    }

    /** How long until time alone changes what may be sent, in nanoseconds. */
    synchronized long changesInNanos() {
        long now = services.clock().nanoTime();
        long pause = paused && now - pausedUntilNanos < 0 ? pausedUntilNanos - now : 0;
        long wait =
                switch (state) {
                    case IN -> pause;
                    case OUT -> probing || trying ? 0 : Math.max(pause, probeAtNanos - now);
                    case GONE -> 0;
                };
        return wait > 0 ? wait : NEVER_NANOS;
    }

    /** How things stand, for people. */
    synchronized OutboxStatus.Condition condition() {
        return switch (state) {
            case IN ->
                    look() == Passage.NONE
                            ? OutboxStatus.Condition.PAUSED
                            : OutboxStatus.Condition.HEALTHY;
            case OUT -> OutboxStatus.Condition.OUT;
            case GONE -> OutboxStatus.Condition.GONE;
        };
    }

    /** Since when it is not healthy; null while it is. */
    synchronized @Nullable Instant since() {
        return condition() == OutboxStatus.Condition.HEALTHY ? null : since;
    }

    /** Why it is not healthy; empty while it is. */
    synchronized String reason() {
        return condition() == OutboxStatus.Condition.HEALTHY ? "" : reason;
    }

    /** It has answered as one does that takes deliveries: whatever outage there was is over. */
    void answered() {
        Duration outage = null;
        synchronized (this) {
            failing.clear();
            if (state == State.OUT) {
                outage = Duration.ofNanos(services.clock().nanoTime() - sinceNanos);
                state = State.IN;
                probing = false;
                failedProbes = 0;
                paused = false;
            }
        }
        if (outage != null) {
            LOG.info("{} takes deliveries again after {} s", destination, outage.toSeconds());
            changed.run();
        }
    }

    /** It asked to be left alone. */
    void throttled(Duration pause, boolean probe) {
        boolean tell;
        synchronized (this) {
            if (probe) {
                probeFailed();
            }
            long until = services.clock().nanoTime() + Waits.nanos(pause);
            if (!paused || until - pausedUntilNanos > 0) {
                pausedUntilNanos = until;
            }
            paused = true;
            pausedForLong = pausedUntilNanos - services.clock().nanoTime() > LONG_PAUSE.toNanos();
            if (state == State.IN && pausedForLong) {
                since = services.wall().instant();
                reason = "asked to be left alone for " + pause.toSeconds() + " s";
            }
            tell = pausedForLong || probe;
        }
        if (tell) {
            changed.run();
        }
    }

    /** The way there turned a request away: the next is not asked for at once. */
    void turnedAway(String why) {
        boolean begins;
        synchronized (this) {
            begins = state == State.IN;
            if (begins) {
                begin(why);
            } else if (look() == Passage.PROBE) {
                probeFailed();
            }
        }
        told(begins, why, true);
    }

    /** Whether there was somebody: then a failure may be the delivery's own. */
    static boolean isReached(SendResult.Failed failed) {
        return failed.answer().status() != 0 || failed.ambiguous() || !failed.outage();
    }

    /**
     * Deliveries failed there.
     *
     * @return those of them that this is blamed on, not on the destination
     */
    Set<Long> failed(Batch batch, SendResult.Failed failed) {
        Set<Long> blamed;
        boolean begins = false;
        synchronized (this) {
            boolean reached = isReached(failed);
            blamed = suspected(batch, failed);
            if (reached) {
                suspects.accuse(batch.ids());
            }
            if (state == State.IN && blamed.isEmpty()) {
                if (!failed.outage()) {
                    failing.add(batch.oldest().id());
                    blamed = Set.copyOf(batch.ids());
                }
                begins = failed.outage() || failing.size() >= FAILING;
                if (begins) {
                    begin(failed.reason());
                }
            } else if (batch.probe()) {
                probeFailed();
                if (blamed.isEmpty() && reached && isBlamelessNoMore()) {
                    blamed = Set.copyOf(batch.ids());
                }
            }
            if (state == State.OUT) {
                noteFailure(reached);
            }
        }
        told(begins, failed.reason(), batch.probe());
        return blamed;
    }

    /** Those that failed like this before while others arrived. */
    private Set<Long> suspected(Batch batch, SendResult.Failed failed) {
        if (failed.outage() && failed.answer().status() == 0) {
            return Set.of();
        }
        int needed = failed.outage() ? 2 : 1;
        return batch.ids().stream()
                .filter(id -> suspects.suspicions(id) >= needed)
                .collect(Collectors.toUnmodifiableSet());
    }

    private void noteFailure(boolean reached) {
        if (!reached) {
            unreachable = true;
        } else if (!answering) {
            answering = true;
            answeringSinceNanos = services.clock().nanoTime();
        }
    }

    private boolean isBlamelessNoMore() {
        return answering
                && !unreachable
                && services.clock().nanoTime() - answeringSinceNanos >= BLAMELESS.toNanos();
    }

    /**
     * Refused a delivery of another destination that failed over to here: it may still be taken
     * there, but not here.
     *
     * @return whether this is known to be the delivery's fault and the destination as good as ever
     */
    boolean refusedForeign(Batch batch, String why) {
        boolean known;
        boolean begins;
        synchronized (this) {
            known = suspects.suspicions(batch.oldest().id()) > 0;
            suspects.accuse(batch.ids());
            begins = state == State.IN && !known;
            if (begins) {
                begin(why);
            } else if (batch.probe()) {
                probeFailed();
            }
            if (state == State.OUT) {
                noteFailure(true);
            }
        }
        told(begins, why, batch.probe());
        return known;
    }

    /** Took these: what failed meanwhile did not fail because of the destination. */
    void delivered(Batch batch) {
        synchronized (this) {
            suspects.arrived(batch.ids());
        }
        answered();
    }

    /** These are settled for good. */
    synchronized void forget(Collection<Long> ids) {
        suspects.forget(ids);
    }

    /** Whether a delivery failed here since it was accepted. */
    synchronized boolean isSuspect(Claimed claimed) {
        return suspects.contains(claimed.id());
    }

    /** How many deliveries are known to have failed here. */
    synchronized int suspects() {
        return suspects.size();
    }

    /** It must not be called again. */
    void gone(String why) {
        boolean news;
        synchronized (this) {
            news = state != State.GONE;
            if (news) {
                state = State.GONE;
                since = services.wall().instant();
                reason = why;
                probing = false;
            }
        }
        if (news) {
            LOG.error(
                    "{} is gone ({}): it is not called until it is configured anew",
                    destination,
                    why);
            changed.run();
        }
    }

    /** Whether a request has ended there. */
    synchronized boolean isTried() {
        return tried;
    }

    /** A request has been answered or has failed, of which the health knows already. */
    void tried() {
        boolean first;
        synchronized (this) {
            first = !tried;
            tried = true;
            trying = false;
        }
        if (first) {
            changed.run();
        }
    }

    /** The first request, or a probe, ended without saying anything about the destination. */
    void aborted() {
        synchronized (this) {
            trying = false;
            probing = false;
        }
        changed.run();
    }

    private void begin(String why) {
        state = State.OUT;
        since = services.wall().instant();
        sinceNanos = services.clock().nanoTime();
        reason = why;
        failing.clear();
        unreachable = false;
        answering = false;
        failedProbes = 0;
        probing = false;
        probeFailed();
    }

    private void probeFailed() {
        probing = false;
        // The wait is at its longest after the fifth: no need to count further.
        failedProbes = Math.min(failedProbes + 1, 10);
        probeAtNanos =
                services.clock().nanoTime() + PROBES.waitNanos(failedProbes, services.random());
    }

    private void told(boolean begins, String why, boolean probe) {
        if (begins) {
            LOG.warn("{} takes no deliveries ({}); tori tries again by itself", destination, why);
        }
        if (begins || probe) {
            changed.run();
        }
    }
}
