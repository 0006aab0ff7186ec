package tori.poll;

import org.agrona.DeadlineTimerWheel;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.model.MonitorId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/**
 * Holds parked pollers in a timer wheel, starts each when it is due, and sees to it that none gets
 * lost. Confined to one thread, "tori-wheel", except for {@link #command}; others use {@link
 * PollSchedule}.
 *
 * <p>Neither queue needs a bound of its own: a poller is in the queue of the finished at most once,
 * and commands are two at most for each monitor of a configuration that is being applied, and one
 * for each that is woken.
 */
final class PollWheel {

    /** 4.2 ms: finer than anybody can tell, coarse enough to sleep between ticks. */
    static final long TICK_NANOS = 1 << 22;

    /** One revolution takes 34 s; a tick holds some 120 of a million monitors. */
    private static final int TICKS = 1 << 13;

    /**
     * Places of each tick at first, 128 KB together: enough for a handful of monitors. Where one
     * tick has more the wheel doubles those of all, seven times on the way to a million.
     */
    private static final int FIRST_TICK_ALLOCATION = 2;

    /** So that a burst of due monitors does not keep those that finish from being parked. */
    private static final int MAX_STARTS_PER_TURN = 4096;

    /** Supervision sees every poller once in this many turns: about 4 s. */
    private static final int TURNS_PER_SWEEP = 1024;

    /** Multiples of the golden ratio, modulo 1, lie evenly however many there are. */
    private static final double GOLDEN = 0.6180339887498949;

    /** A newcomer sees something at once; further first polls follow this close. */
    private static final long EARLY_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** No turn takes so long: the process stood still. */
    private static final long STANDSTILL_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** What polls get to notice after that that their own time is over. */
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final Logger log = LoggerFactory.getLogger(PollWheel.class);

    /** What other threads ask of the wheel. */
    sealed interface Command {

        /** On the wheel's thread. */
        void carryOut(PollWheel wheel, long nowNanos);
    }

    /** Begins to poll. */
    record Add(Poller poller) implements Command {

        @Override
        public void carryOut(PollWheel wheel, long nowNanos) {
            wheel.add(poller, nowNanos);
        }
    }

    /**
     * Ends polling, an attempt that runs included.
     *
     * @param gone completed once nothing more comes of it; null if nobody waits for that
     */
    record Remove(Poller poller, @Nullable CompletableFuture<Void> gone) implements Command {

        @Override
        public void carryOut(PollWheel wheel, long nowNanos) {
            wheel.remove(poller, gone);
        }
    }

    /** Polls at once, or once more if it does just now. */
    record Wake(Poller poller) implements Command {

        @Override
        public void carryOut(PollWheel wheel, long nowNanos) {
            wheel.wake(poller, nowNanos);
        }
    }

    private final PollServices services;
    private final RandomGenerator random;
    private final PollThreads threads;
    private final int maxRunning;
    private final Queue<Command> commands = new ConcurrentLinkedQueue<>();
    private final Queue<Poller> finished;
    private final LongAdder attempts;
    private final DeadlineTimerWheel wheel;
    private final Long2ObjectHashMap<Poller> parked = new Long2ObjectHashMap<>();
    private final List<Poller> pollers = new ArrayList<>();

    /** Removed ones that still run; one that takes their place waits for them. */
    private final Map<MonitorId, Poller> leaving = new HashMap<>();

    private int running;
    private int sweepPosition;
    private long added;
    private long earlyNanos;
    private long turnNanos;
    private long restedNanos;
    private boolean stopping;

    /**
     * @param finished where pollers are put when they are done
     * @param attempts counts those of all pollers
     * @param maxRunning polls that may run at once; further ones are late
     */
    PollWheel(
            PollServices services,
            RandomGenerator random,
            PollThreads threads,
            Queue<Poller> finished,
            LongAdder attempts,
            int maxRunning) {
        this.services = services;
        this.random = random;
        this.threads = threads;
        this.finished = finished;
        this.attempts = attempts;
        this.maxRunning = maxRunning;
        long now = services.clock().nanoTime();
        this.earlyNanos = now;
        this.turnNanos = now;
        this.restedNanos = now;
        this.wheel =
                new DeadlineTimerWheel(
                        TimeUnit.NANOSECONDS, now, TICK_NANOS, TICKS, FIRST_TICK_ALLOCATION);
    }

    /** Asks for something; any thread. Done at the next turn. */
    void command(Command command) {
        commands.add(command);
    }

    /**
     * One turn: takes commands and finished pollers, starts what is due, supervises a few.
     *
     * @return whether more is due than one turn may start
     */
    boolean runOnce(long nowNanos) {
        if (nowNanos - turnNanos >= STANDSTILL_NANOS) {
            restedNanos = nowNanos + REST_NANOS;
        }
        turnNanos = nowNanos;
        takeCommands(nowNanos);
        takeFinished(nowNanos);
        boolean more = !stopping && startDue(nowNanos);
        supervise(nowNanos);
        return more;
    }

    /** Starts nothing any more and interrupts what runs. */
    void stop() {
        stopping = true;
        for (Poller poller : pollers) {
            if (poller.phase == Poller.Phase.RUNNING) {
                cancel(poller);
            }
        }
    }

    /** How many polls run. */
    int running() {
        return running;
    }

    private void takeCommands(long nowNanos) {
        for (Command command = commands.poll(); command != null; command = commands.poll()) {
            command.carryOut(this, nowNanos);
        }
    }

    private void wake(Poller poller, long nowNanos) {
        poller.wakeAsked = false;
        switch (poller.phase) {
            case PARKED -> {
                wheel.cancelTimer(poller.timerId);
                parked.remove(poller.timerId);
                poller.resumeAt(poller.dueNanos());
                park(poller, nowNanos);
            }
            case RUNNING -> {
                Attempt attempt = poller.attempt();
                if (attempt != null) {
                    attempt.woken = true;
                }
            }
            case WAITING, GONE -> {}
        }
    }

    private void add(Poller poller, long nowNanos) {
        Poller predecessor = leaving.get(poller.id());
        Departure departure = predecessor == null ? null : predecessor.departure;
        if (departure != null) {
            departure.successor = poller;
            return;
        }
        poller.position = pollers.size();
        pollers.add(poller);
        long interval = poller.cadence().interval().toNanos();
        double place = (added++ * GOLDEN) % 1.0;
        long offset = (long) (place * interval);
        long early = Math.max(0, earlyNanos - nowNanos);
        if (early < offset || offset == 0) {
            earlyNanos = nowNanos + early + EARLY_GAP_NANOS;
        }
        park(poller, poller.timetable.first(nowNanos, offset, early));
    }

    private void remove(Poller poller, @Nullable CompletableFuture<Void> gone) {
        Departure departure = new Departure();
        departure.tell(gone);
        switch (poller.phase) {
            case WAITING -> {
                Poller predecessor = leaving.get(poller.id());
                Departure before = predecessor == null ? null : predecessor.departure;
                if (before != null && before.successor == poller) {
                    before.successor = null;
                    // What still runs in its name is what whoever waits for it waits for.
                    before.tell(gone);
                    departure = new Departure();
                }
            }
            case PARKED -> {
                wheel.cancelTimer(poller.timerId);
                parked.remove(poller.timerId);
                unlist(poller);
                services.meters().forget(poller.id());
            }
            case RUNNING -> {
                unlist(poller);
                poller.departure = departure;
                leaving.put(poller.id(), poller);
                cancel(poller);
                return;
            }
            case GONE -> {}
        }
        poller.leave();
        departure.over();
    }

    /** Takes it off the list by putting the last one into its place. */
    private void unlist(Poller poller) {
        Poller last = pollers.removeLast();
        if (last != poller) {
            pollers.set(poller.position, last);
            last.position = poller.position;
        }
    }

    private void takeFinished(long nowNanos) {
        for (Poller poller = finished.poll(); poller != null; poller = finished.poll()) {
            if (poller.phase == Poller.Phase.RUNNING) {
                finish(poller, nowNanos);
            }
        }
    }

    private void finish(Poller poller, long nowNanos) {
        if (leaving.get(poller.id()) == poller) {
            running--;
            depart(poller, nowNanos);
            return;
        }
        Attempt ended = poller.attempt();
        if (ended == null) {
            return;
        }
        // If this throws, the poller is still listed as running and supervision finds it.
        long due = poller.nextDue(ended, nowNanos, random);
        running--;
        if (ended.woken) {
            poller.resumeAt(due);
            due = nowNanos;
        }
        park(poller, due);
    }

    private void depart(Poller poller, long nowNanos) {
        leaving.remove(poller.id());
        poller.leave();
        Departure departure = poller.departure;
        Poller successor = departure == null ? null : departure.successor;
        if (departure != null) {
            departure.over();
        }
        if (successor == null) {
            services.meters().forget(poller.id());
        } else {
            add(successor, nowNanos);
        }
    }

    private void park(Poller poller, long dueNanos) {
        poller.timerId = wheel.scheduleTimer(dueNanos);
        parked.put(poller.timerId, poller);
        poller.park(dueNanos);
    }

    private boolean startDue(long nowNanos) {
        int room = Math.min(MAX_STARTS_PER_TURN, maxRunning - running);
        while (room > 0) {
            room -= wheel.poll(nowNanos, this::expired, room);
            if (nowNanos - wheel.currentTickTime() < 0) {
                return false;
            }
        }
        return running < maxRunning;
    }

    private boolean expired(TimeUnit unit, long nowNanos, long timerId) {
        Poller poller = parked.remove(timerId);
        if (poller != null) {
            launch(poller, nowNanos);
        }
        return true;
    }

    private void launch(Poller poller, long nowNanos) {
        Attempt attempt = new Attempt(poller, finished, attempts);
        attempt.overdueNanos = nowNanos + poller.boundNanos();
        poller.launch(attempt);
        running++;
        try {
            attempt.thread = threads.start("poll " + poller.id(), attempt);
        } catch (RuntimeException e) {
            // Without a thread it is lost; supervision finds it.
            services.meters().loopFailed("poller");
            log.error("{}: its thread could not be started", poller.id(), e);
        }
    }

    /** Looks at the next few pollers, so that none is without attention for long. */
    private void supervise(long nowNanos) {
        int count = pollers.size() / TURNS_PER_SWEEP + 1;
        for (int i = 0; i < count && !pollers.isEmpty(); i++) {
            sweepPosition = sweepPosition + 1 < pollers.size() ? sweepPosition + 1 : 0;
            superviseOne(pollers.get(sweepPosition), nowNanos);
        }
        if (!leaving.isEmpty()) {
            for (Poller poller : List.copyOf(leaving.values())) {
                superviseOne(poller, nowNanos);
            }
        }
    }

    private void superviseOne(Poller poller, long nowNanos) {
        switch (poller.phase) {
            case RUNNING -> superviseRunning(poller, nowNanos);
            case PARKED -> {
                if (wheel.deadline(poller.timerId) == DeadlineTimerWheel.NULL_DEADLINE
                        || parked.get(poller.timerId) != poller) {
                    recover(poller, nowNanos);
                }
            }
            case WAITING, GONE -> {}
        }
    }

    private void superviseRunning(Poller poller, long nowNanos) {
        Attempt attempt = poller.attempt();
        Thread thread = attempt == null ? null : attempt.thread;
        if (attempt == null) {
            running--;
            recover(poller, nowNanos);
        } else if (thread == null || thread.getState() == Thread.State.TERMINATED) {
            // It may have been put into the queue just after that was emptied: look again.
            if (attempt.suspect) {
                running--;
                recover(poller, nowNanos);
            }
            attempt.suspect = true;
        } else if (nowNanos - attempt.overdueNanos >= 0 && nowNanos - restedNanos >= 0) {
            services.meters().loopFailed("poller");
            log.error(
                    "{}: a poll has been running for more than {}; interrupting it",
                    poller.id(),
                    Words.duration(poller.boundNanos()));
            attempt.overdueNanos = nowNanos + poller.boundNanos();
            thread.interrupt();
        }
    }

    private void recover(Poller poller, long nowNanos) {
        services.meters().loopFailed("poller");
        log.error("{}: was neither parked nor running; scheduling it again", poller.id());
        if (leaving.get(poller.id()) == poller) {
            depart(poller, nowNanos);
        } else {
            park(poller, nowNanos + poller.cadence().interval().toNanos());
        }
    }

    private static void cancel(Poller poller) {
        Attempt attempt = poller.attempt();
        if (attempt == null) {
            return;
        }
        attempt.cancel();
        Thread thread = attempt.thread;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
