package tori;

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
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells in one message what opens together: beyond a few incidents within some seconds, the others
 * wait for the end of these seconds. Asked by any thread; the virtual thread "incidents" tells.
 *
 * <p>Which incidents were told so is written down in the very transaction that owes the message: a
 * crash before it leaves them to be told anew, a crash after it leaves them told. The events of all
 * of them are in the event log.
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

    private static final Logger LOG = LoggerFactory.getLogger(IncidentDigest.class);
    private static final long NAP_NANOS = Duration.ofMillis(500).toNanos();

    /** What fits on a screen; Discord cuts at 4,096 characters. */
    private static final int MAX_LINES = 25;

    private static final int MAX_LINE = 140;
    private static final MonitorId SOURCE = new MonitorId("tori", "incidents");

    /** Where it is remembered: names of monitors have no slash. */
    private static final MonitorId PLACE = new MonitorId("tori", "incidents/digest");

    private static final String FINGERPRINT = "digest";
    private static final long KEY = 1;

    private final StateStore store;
    private final Surroundings surroundings;
    private final Notices notices;
    private final Meters meters;
    private final Sleeper sleeper;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final ArrayDeque<Long> single = new ArrayDeque<>(MAX_SINGLE);
    private final Map<UUID, Step.Told> held = new LinkedHashMap<>();

    /** As many as have an open incident at most. */
    private final Set<UUID> told = new LinkedHashSet<>();

    private long dueNanos;
    private boolean changed;

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
        this.thread = Thread.ofVirtual().name("incidents").unstarted(this);
    }

    /**
     * Reads what was told, before anybody asks, and begins to tell.
     *
     * @throws IOException with a sentence if it cannot be read
     */
    void start() throws IOException, InterruptedException {
        Map<Long, byte[]> entries = store.load(PLACE, FINGERPRINT);
        byte[] written = entries == null ? null : entries.get(KEY);
        if (written != null) {
            ByteBuffer ids = ByteBuffer.wrap(written);
            while (ids.remaining() >= 2 * Long.BYTES) {
                told.add(new UUID(ids.getLong(), ids.getLong()));
            }
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
            if (told.contains(incident.id())) {
                return new Gate.Told();
            }
            if (held.containsKey(incident.id())) {
                return new Gate.Hold("many opened together");
            }
            long now = clock().nanoTime();
            while (!single.isEmpty() && now - single.getFirst() >= WINDOW.toNanos()) {
                single.removeFirst();
            }
            if (held.isEmpty() && single.size() < MAX_SINGLE) {
                single.addLast(now);
                return new Gate.Tell();
            }
            if (held.isEmpty()) {
                dueNanos = now + WINDOW.toNanos();
            }
            held.put(incident.id(), new Step.Told(Step.Kind.OPENED, incident, sequence));
            return new Gate.Hold("many opened together");
        } finally {
            lock.unlock();
        }
    }

    /** An incident is over; returns whether it was told here. */
    boolean closed(UUID incident) {
        lock.lock();
        try {
            held.remove(incident);
            boolean removed = told.remove(incident);
            changed |= removed;
            return removed;
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
            } else if (changed) {
                store.record(PLACE, change(), List.of(), List.of());
                changed = false;
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
        Map<String, List<Incident>> byDestination = new TreeMap<>();
        for (Step.Told one : held.values()) {
            Event event = surroundings.event(one);
            events.add(event);
            for (String destination : surroundings.destinations(event)) {
                byDestination
                        .computeIfAbsent(destination, name -> new ArrayList<>())
                        .add(one.incident());
            }
        }
        List<Owed> owed = new ArrayList<>();
        byDestination.forEach((destination, incidents) -> {
            Event digest =
                    notices.of(EventType.NOTICE, SOURCE, destination, new Notice(text(incidents)));
            owed.add(new Owed(destination, digest));
        });
        told.addAll(held.keySet());
        held.clear();
        changed = false;
        events.forEach(event -> meters.raised(event.type()));
        List<Event> logged = new ArrayList<>(events);
        owed.forEach(one -> logged.add(one.event()));
        store.record(PLACE, change(), logged, owed);
        logged.forEach(surroundings::note);
    }

    private StateChange change() {
        ByteBuffer ids = ByteBuffer.allocate(told.size() * 2 * Long.BYTES);
        told.forEach(id ->
                ids.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()));
        return new StateChange(FINGERPRINT, true, Map.of(KEY, ids.array()), Set.of());
    }

    private static String text(List<Incident> incidents) {
        StringJoiner text = new StringJoiner("\n");
        text.add(
                Tori.count(incidents.size(), "further incident")
                        + " opened within "
                        + WINDOW.toSeconds()
                        + " seconds:");
        for (Incident incident : incidents.subList(0, Math.min(MAX_LINES, incidents.size()))) {
            String line = incident.monitor() + "  " + incident.cause() + ": " + incident.detail();
            text.add(line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE - 1) + "…");
        }
        int rest = incidents.size() - MAX_LINES;
        if (rest > 0) {
            text.add("… and " + rest + " more, in the event log");
        }
        return text.toString();
    }
}
