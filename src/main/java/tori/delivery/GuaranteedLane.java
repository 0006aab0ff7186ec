package tori.delivery;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.model.Departures;
import tori.model.SendResult;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is owed to one destination on its way there: claims it ahead, asks for departures, chooses
 * what travels, and has the store write down what became of it. Any thread; the lock is held for
 * some map operations, during which the monitor of a {@link Health} may be taken.
 *
 * <p>Every call ends by looking at what can be done next ({@link Planning}) and doing that without
 * the lock. Nothing is claimed by a request that holds permits: a slow disk delays this lane only.
 */
final class GuaranteedLane {

    /** What a lane knows of the others. Any thread. */
    interface Surroundings {

        /** The present way to a destination; null if there is none. */
        @Nullable Route route(String destination);

        /** Has {@link GuaranteedLane#tick} called on all lanes soon. */
        void wake();

        /** A closed lane leaves a retry behind to which a new one of its name must look. */
        void leaveRetry(String destination);
    }

    private static final long ASK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(GuaranteedLane.class);

    private final String destination;
    private final DeliveryStore store;
    private final OutboxServices services;
    private final Surroundings surroundings;
    private final Judgement judgement;

    private final ReentrantLock lock = new ReentrantLock();
    private final Heads heads = new Heads();
    private final Hand hand = new Hand();
    private final Planning planning;
    private final Lookout lookout;
    private final QuietWait waiting;
    private int underWay;
    private int settling;
    private boolean begun;
    private boolean closed;
    private boolean toldUnreadable;
    private volatile Route route;

    GuaranteedLane(
            String destination,
            Departures departures,
            LaneTerms terms,
            DeliveryStore store,
            OutboxServices services,
            Surroundings surroundings) {
        this.destination = destination;
        this.store = store;
        this.services = services;
        this.surroundings = surroundings;
        this.judgement = new Judgement(services);
        this.planning = new Planning(heads, hand, surroundings);
        this.lookout = new Lookout(services.clock());
        this.waiting = new QuietWait(services.wall());
        this.waiting.configure(terms.quiet());
        this.route = new Route(destination, departures, terms, newHealth());
    }

    private Health newHealth() {
        return new Health(destination, services, surroundings::wake);
    }

    /** The present way to this lane's destination. */
    Route route() {
        return route;
    }

    /** Begins to hand out what the store has. */
    void begin() {
        lock.lock();
        try {
            begun = true;
            heads.askSoon();
        } finally {
            lock.unlock();
        }
        surroundings.wake();
    }

    /** Has the store asked what there is. */
    void askSoon() {
        lock.lock();
        try {
            heads.askSoon();
        } finally {
            lock.unlock();
        }
        surroundings.wake();
    }

    /** Another sender or other settings: nothing is known of its health. */
    void replace(LaneTerms terms) {
        lock.lock();
        try {
            route = route.replaced(terms, newHealth());
            waiting.configure(terms.quiet());
        } finally {
            lock.unlock();
        }
        advance();
        surroundings.wake();
    }

    /** Hands out nothing more and gives back what is not under way. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        advance();
    }

    /** So many more may be claimed. */
    void ready(int count) {
        lock.lock();
        try {
            heads.announce(count);
        } finally {
            lock.unlock();
        }
        advance();
    }

    /**
     * Does what time has made due. On the outbox's thread only; may block for a disk read.
     *
     * @return how long until it is to be called again, in nanoseconds
     */
    long tick() throws InterruptedException {
        boolean ask;
        lock.lock();
        try {
            ask =
                    begun
                            && !closed
                            && heads.ask(services.wall().instant(), services.clock().nanoTime());
        } finally {
            lock.unlock();
        }
        if (ask) {
            ask();
        }
        advance();
        lock.lock();
        try {
            return lookout.promise(dueInNanos());
        } finally {
            lock.unlock();
        }
    }

    private void ask() throws InterruptedException {
        Readiness readiness = null;
        try {
            readiness = store.readiness(destination);
        } catch (IOException e) {
            if (!toldUnreadable) {
                LOG.error(
                        "{}: the store cannot be read ({}); deliveries wait, tori tries again by"
                                + " itself",
                        destination,
                        e.getMessage());
            }
        } finally {
            lock.lock();
            try {
                toldUnreadable = readiness == null;
                if (readiness == null) {
                    heads.notAnswered(services.clock().nanoTime() + ASK_AGAIN_NANOS);
                } else {
                    heads.answered(readiness);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** How long until time alone makes something possible here. */
    private long dueInNanos() {
        if (!begun || closed) {
            return Health.NEVER_NANOS;
        }
        if (waiting.isQuiet()) {
            return waiting.overInNanos();
        }
        long due = heads.asksInNanos(services.wall().instant(), services.clock().nanoTime());
        return Math.min(due, planning.changesInNanos(route));
    }

    private void advance() {
        Planning.Plan plan;
        boolean sooner;
        lock.lock();
        try {
            plan = planning.plan(route, begun && !closed && !waiting.isQuiet());
            settling += plan.unsent().size();
            sooner = lookout.isTooLateFor(dueInNanos());
        } finally {
            lock.unlock();
        }
        if (sooner) {
            surroundings.wake();
        }
        if (!plan.unsent().isEmpty()) {
            write(plan.unsent());
        }
        if (plan.claim() > 0) {
            claim(plan.claim());
        }
        for (Route each : plan.requests()) {
            request(each);
        }
    }

    private void request(Route each) {
        try {
            each.departures().request(new Trip(this, each, services));
        } catch (RuntimeException e) {
            failed("asking for a departure to " + each.destination(), e);
            turnedAway(each, "a bug in tori");
        }
    }

    private void claim(int limit) {
        try {
            var _ =
                    store.claim(destination, limit)
                            .whenComplete(
                                    (claimed, failure) -> guarded(() -> claimed(claimed, failure)));
        } catch (RuntimeException e) {
            failed("claiming for " + destination, e);
            claimed(null, e);
        }
    }

    private void claimed(@Nullable List<Claimed> claimed, @Nullable Throwable failure) {
        List<Settlement> twice = new ArrayList<>();
        boolean ask;
        lock.lock();
        try {
            long againAtNanos = services.clock().nanoTime() + ASK_AGAIN_NANOS;
            if (claimed == null || failure != null) {
                heads.claimFailed(againAtNanos);
            } else {
                heads.claimed(claimed.size(), takeIn(claimed, twice), againAtNanos);
            }
            if (!twice.isEmpty()) {
                settling += twice.size();
                heads.askLater(againAtNanos);
            }
            ask = heads.mustAsk() || closed || claimed == null || claimed.isEmpty();
        } finally {
            lock.unlock();
        }
        if (!twice.isEmpty()) {
            IllegalStateException bug = new IllegalStateException(twice.toString());
            failed("claiming: two of one entity for " + destination, bug);
            write(twice);
        }
        if (ask) {
            surroundings.wake();
        }
        advance();
    }

    /** Returns how many of these have never failed. */
    private int takeIn(List<Claimed> claimed, List<Settlement> twice) {
        int unfailed = 0;
        for (Claimed each : claimed) {
            if (each.station().failures() == 0) {
                unfailed++;
            }
            if (!hand.add(each)) {
                twice.add(each.unsent());
            }
        }
        return unfailed;
    }

    /** A departure has its permits; returns what travels with it, null if nothing does. */
    @Nullable Batch take(Route by, int maxBatch, int permits) {
        Batch batch = null;
        lock.lock();
        try {
            planning.returned(by);
            if (!closed && hand.size() > 0 && planning.routes(route).contains(by)) {
                Instant now = services.wall().instant();
                batch =
                        switch (by.health().pass()) {
                            case FREE, FIRST, PAUSED ->
                                    new Batch(by, hand.batch(maxBatch, permits), false, now);
                            case PROBE -> new Batch(by, probe(by), true, now);
                            case FIRST_UNDER_WAY, NONE -> null;
                        };
            }
            underWay += batch == null ? 0 : batch.size();
        } finally {
            lock.unlock();
        }
        if (batch != null) {
            measure(batch);
        }
        advance();
        return batch;
    }

    private List<Claimed> probe(Route by) {
        return hand.any(services.random(), by.health()::isSuspect);
    }

    private void measure(Batch batch) {
        long now = services.clock().nanoTime();
        for (Claimed each : batch.claimed()) {
            if (Batch.isMeasured(each)) {
                services.meters()
                        .detectToSend(batch.route().destination(), now - each.event().seenNanos());
            }
        }
    }

    /** A departure will not take place. */
    void turnedAway(Route by, String reason) {
        boolean open;
        lock.lock();
        try {
            planning.returned(by);
            open = !closed;
        } finally {
            lock.unlock();
        }
        if (open) {
            by.health().turnedAway(reason);
        }
        advance();
    }

    /** A request ended like this. */
    void ended(Batch batch, SendResult result) {
        boolean othersWait;
        lock.lock();
        try {
            othersWait = heads.ready() + hand.size() > 0;
        } finally {
            lock.unlock();
        }
        List<Settlement> settlements = judgement.of(batch, result, othersWait);
        List<Long> ended =
                settlements.stream()
                        .filter(each -> !each.station().state().isOpen())
                        .map(each -> each.claimed().id())
                        .toList();
        batch.route().health().forget(ended);
        route.health().forget(ended);
        settle(settlements);
    }

    /** A request was broken off. */
    void interrupted(Batch batch) {
        settle(judgement.ofInterruption(batch));
    }

    private void settle(List<Settlement> settlements) {
        lock.lock();
        try {
            underWay -= settlements.size();
            settling += settlements.size();
            settlements.forEach(settlement -> hand.free(settlement.claimed()));
        } finally {
            lock.unlock();
        }
        write(settlements);
        advance();
    }

    private void write(List<Settlement> settlements) {
        try {
            var _ =
                    store.settle(settlements)
                            .whenComplete((nothing, failure) ->
                                    guarded(() -> written(settlements, failure)));
        } catch (RuntimeException e) {
            failed("settling for " + destination, e);
            written(settlements, e);
        }
    }

    /** A retry counts only now: asked any earlier, the store would not have known of it. */
    private void written(List<Settlement> settlements, @Nullable Throwable failure) {
        boolean wake;
        boolean leave = false;
        lock.lock();
        try {
            settling -= settlements.size();
            wake = closed;
            for (Settlement settlement : settlements) {
                if (settlement.station() instanceof Station.RetryWait retry) {
                    heads.due(retry.dueAt());
                    wake = true;
                    leave = closed;
                }
            }
        } finally {
            lock.unlock();
        }
        if (failure != null) {
            LOG.warn(
                    "{}: what became of {} deliveries was not written ({}); they are sent again"
                            + " after the next start",
                    destination,
                    settlements.size(),
                    failure.getMessage());
        }
        if (leave) {
            surroundings.leaveRetry(destination);
        }
        if (wake) {
            surroundings.wake();
        }
    }

    /** How many deliveries are handed out and not settled on disk. */
    int unsettled() {
        lock.lock();
        try {
            return hand.size() + underWay + settling;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a request is under way. */
    boolean isTravelling() {
        lock.lock();
        try {
            return underWay > 0;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing is handed out and nothing can be any more. */
    boolean hasEnded() {
        lock.lock();
        try {
            return closed && !heads.isClaiming() && hand.size() + underWay + settling == 0;
        } finally {
            lock.unlock();
        }
    }

    OutboxStatus status() {
        Route present = route;
        lock.lock();
        try {
            return new OutboxStatus(
                    destination,
                    present.health().condition(),
                    present.health().since(),
                    present.health().reason(),
                    heads.ready() + hand.size(),
                    heads.nextDueAt(),
                    underWay + settling);
        } finally {
            lock.unlock();
        }
    }

    /** Futures swallow what their handlers throw. */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            failed(destination, e);
        }
    }

    private void failed(String what, RuntimeException e) {
        services.meters().loopFailed("outbox");
        LOG.error("The outbox failed at {} and goes on.", what, e);
    }
}
