package tori;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.incident.Gate;
import tori.incident.Step;
import tori.model.Event;
import tori.model.EventType;
import tori.model.Incident;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.model.Owed;
import tori.poll.StateChange;
import tori.poll.StateStore;
import tori.telemetry.Meters;
import tori.time.NanoClock;
import tori.time.Sleeper;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells in one message what opens together: beyond a few incidents within some seconds, the others
 * wait for the end of these seconds. What is over by then is told in the same message, with its
 * end. Asked by any thread; the virtual thread "incidents" tells.
 *
 * <p>Which incidents were told so, and the ends of which, is written down in the very transaction
 * that owes the message and logs the events: a crash before it leaves them to be told anew, a crash
 * after it leaves them told.
 */
final class IncidentDigest implements Runnable {

    /** What happens around the telling. Any thread. */
    interface Surroundings {

        /** The event of its own that an incident would have had. */
        Event event(Step.Told told);

        /** Who would have been told that event. */
        List<String> destinations(Event event);

        /** Takes note of an event for people who look. */
        void note(Event event);
    }

    /** So many are told by themselves: a person reads them one by one. */
    static final int MAX_SINGLE = 5;

    static final Duration WINDOW = Duration.ofSeconds(10);

    /** After a restart, so that those that wait find together. */
    private static final Duration GATHERING = Duration.ofSeconds(2);

    /** What is said of an incident while it waits here; it is told by this after a restart too. */
    private static final String TOGETHER = "many opened together";

    private static final Logger LOG = LoggerFactory.getLogger(IncidentDigest.class);
    private static final long NAP_NANOS = Duration.ofMillis(500).toNanos();
    private static final MonitorId SOURCE = new MonitorId("tori", "incidents");

    /** Where it is remembered: names of monitors have no slash. */
    private static final MonitorId PLACE = new MonitorId("tori", "incidents/digest");

    private static final String FINGERPRINT = "digest";

    /**
     * An incident that waits.
     *
     * @param over since when it works again; null while it does not
     */
    private record Held(Step.Told told, @Nullable Instant over) {}

    private final StateStore store;
    private final Surroundings surroundings;
    private final Notices notices;
    private final Meters meters;
    private final Sleeper sleeper;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final DigestMemory memory;
    private final Map<UUID, Held> held = new LinkedHashMap<>();
    private long dueNanos;

    IncidentDigest(
            StateStore store,
            Surroundings surroundings,
            Notices notices,
            Meters meters,
            Sleeper sleeper) {
        this.store = store;
        this.surroundings = surroundings;
        this.notices = notices;
        this.meters = meters;
        this.sleeper = sleeper;
        this.memory = new DigestMemory(MAX_SINGLE, WINDOW);
        this.thread = Thread.ofVirtual().name("incidents").unstarted(this);
    }

    /**
     * Reads what was told, before anybody asks, and begins to tell.
     *
     * @throws IOException with a sentence if it cannot be read
     */
    void start() throws IOException, InterruptedException {
        Map<Long, byte[]> entries = store.load(PLACE, FINGERPRINT);
        if (entries != null) {
            memory.load(entries, clock().nanoTime(), notices.wall().instant());
        }
        thread.start();
    }

    /** Tells nothing any more; what waits is told after the next start. */
    void end() {
        thread.interrupt();
    }

    /** Whether an incident may be told by itself. */
    Gate.Answer ask(Incident incident, long sequence) {
        lock.lock();
        try {
            if (memory.isTold(incident.id())) {
                return new Gate.Told();
            }
            if (memory.endOf(incident.id()) == null && !isHeld(incident) && mayTellAlone()) {
                return new Gate.Tell();
            }
            hold(incident, sequence, null);
            return new Gate.Hold(TOGETHER);
        } finally {
            lock.unlock();
        }
    }

    private boolean isHeld(Incident incident) {
        return held.containsKey(incident.id());
    }

    /** Whether one more may be told by itself, which it is then. */
    private boolean mayTellAlone() {
        long now = clock().nanoTime();
        if (!held.isEmpty() || !memory.tellAlone(now, notices.wall().instant())) {
            return false;
        }
        // Before the incident is: more at once than allowed are never told, not after a crash.
        store.record(PLACE, change(), List.of(), List.of());
        return true;
    }

    private void hold(Incident incident, long sequence, @Nullable Instant over) {
        if (memory.endOf(incident.id()) != null) {
            return;
        }
        if (held.isEmpty()) {
            dueNanos = clock().nanoTime() + windowNanos(incident);
        }
        held.put(
                incident.id(), new Held(new Step.Told(Step.Kind.OPENED, incident, sequence), over));
    }

    /** One from before a restart has waited already: who restarts often would never tell. */
    private long windowNanos(Incident incident) {
        if (!TOGETHER.equals(incident.telling().heldBy())) {
            return WINDOW.toNanos();
        }
        Duration waited = Duration.between(incident.openedAt(), notices.wall().instant());
        Duration left = WINDOW.minus(waited);
        return Math.clamp(left.toNanos(), GATHERING.toNanos(), WINDOW.toNanos());
    }

    /** What is to be said of the end of an incident that works again. */
    Gate.Ending ending(Incident incident, long sequence, Instant now) {
        lock.lock();
        try {
            if (memory.isTold(incident.id())) {
                memory.leave(incident.id(), clock().nanoTime());
                return Gate.Ending.TOLD;
            }
            boolean waits =
                    isHeld(incident)
                            || memory.endOf(incident.id()) != null
                            // From before a restart.
                            || TOGETHER.equals(incident.telling().heldBy());
            if (incident.telling().told() || !waits) {
                return Gate.Ending.OWN;
            }
            Held before = held.get(incident.id());
            hold(incident, sequence, before == null || before.over() == null ? now : before.over());
            return Gate.Ending.LATER;
        } finally {
            lock.unlock();
        }
    }

    /** When an incident ended whose end was told here, with its beginning; null if it was not. */
    @Nullable Instant toldOver(Incident incident) {
        lock.lock();
        try {
            Instant end = memory.endOf(incident.id());
            if (end != null) {
                memory.leave(incident.id(), clock().nanoTime());
            }
            return end;
        } finally {
            lock.unlock();
        }
    }

    /** Its monitor is watched no more; what waits is told by that. */
    Gate.Ending leave(Incident incident) {
        lock.lock();
        try {
            if (memory.isTold(incident.id())) {
                memory.leave(incident.id(), clock().nanoTime());
                return Gate.Ending.TOLD;
            }
            boolean waited = held.remove(incident.id()) != null;
            return waited || TOGETHER.equals(incident.telling().heldBy())
                    ? Gate.Ending.LATER
                    : Gate.Ending.OWN;
        } finally {
            lock.unlock();
        }
    }

    /** Something else keeps an incident from being told, or tells it. */
    void withdraw(Incident incident) {
        lock.lock();
        try {
            held.remove(incident.id());
        } finally {
            lock.unlock();
        }
    }

    private NanoClock clock() {
        return notices.clock();
    }

    @Override
    public void run() {
        try {
            while (true) {
                sleeper.sleep(NAP_NANOS);
                step();
            }
        } catch (InterruptedException e) {
            // tori stops.
            Thread.currentThread().interrupt();
        }
    }

    /** Tells what waits if it is time. */
    void step() {
        lock.lock();
        try {
            boolean due = !held.isEmpty() && clock().nanoTime() - dueNanos >= 0;
            if (due && store.hasRoomForOwed()) {
                tell();
            } else if (memory.forget(clock().nanoTime())) {
                store.record(PLACE, change(), List.of(), List.of());
            }
        } catch (RuntimeException e) {
            meters.loopFailed("incidents");
            LOG.error("What opened together could not be told; it is tried again", e);
        } finally {
            lock.unlock();
        }
    }

    private void tell() {
        List<Event> events = new ArrayList<>();
        Map<String, Map<UUID, DigestText.Line>> byDestination = new TreeMap<>();
        for (Held one : held.values()) {
            Incident incident = one.told().incident();
            Instant over = one.over();
            DigestText.Line line = new DigestText.Line(incident, over);
            for (Event event : events(one.told(), over)) {
                events.add(event);
                for (String destination : surroundings.destinations(event)) {
                    byDestination
                            .computeIfAbsent(destination, name -> new LinkedHashMap<>())
                            .put(incident.id(), line);
                }
            }
            if (over == null) {
                memory.told(incident.id());
            } else {
                memory.toldOver(incident.id(), over);
            }
        }
        held.clear();
        List<Owed> owed = new ArrayList<>();
        byDestination.forEach((destination, lines) -> {
            Notice notice = DigestText.of(List.copyOf(lines.values()), WINDOW);
            owed.add(
                    new Owed(
                            destination,
                            notices.of(EventType.NOTICE, SOURCE, destination, notice)));
        });
        owed.forEach(one -> events.add(one.event()));
        store.record(PLACE, change(), events, owed);
        for (Event event : events) {
            meters.raised(event.type());
            surroundings.note(event);
        }
    }

    /** The events of its own that an incident would have had. */
    private List<Event> events(Step.Told opened, @Nullable Instant over) {
        Event first = surroundings.event(opened);
        if (over == null) {
            return List.of(first);
        }
        Incident closed = opened.incident().closed(over);
        return List.of(
                first,
                surroundings.event(new Step.Told(Step.Kind.CLOSED, closed, opened.sequence() + 1)));
    }

    private StateChange change() {
        return new StateChange(FINGERPRINT, true, memory.entries(), Set.of());
    }
}
