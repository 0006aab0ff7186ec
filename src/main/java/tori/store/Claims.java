package tori.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.delivery.Claimed;
import tori.delivery.DeliveryState;
import tori.delivery.Station;
import tori.model.Event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Hands out deliveries whose turn it is. Belongs to the writer. */
final class Claims {

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    /**
     * A retry that is due later than this was put off by a clock that has been set back since: the
     * longest wait between attempts is 66 s.
     */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private record Unreadable(DeliveryTable.Head head, String reason) {}

    private final DeliveryTable table;
    private final EventTable events;
    private final RecentEvents recent;
    private final Turns turns;
    private final StoreDependencies dependencies;

    Claims(
            DeliveryTable table,
            EventTable events,
            RecentEvents recent,
            Turns turns,
            StoreDependencies dependencies) {
        this.table = table;
        this.events = events;
        this.recent = recent;
        this.turns = turns;
        this.dependencies = dependencies;
    }

    /** Hands out at most so many: those whose retry is due, then the oldest. */
    List<Claimed> claim(Destination destination, int limit) throws SQLException {
        Instant now = dependencies.wall().instant();
        List<DeliveryTable.Head> heads = new ArrayList<>(due(destination, now, limit));
        if (heads.size() < limit) {
            heads.addAll(table.pendingHeads(destination, limit - heads.size()));
        }
        heads = heads.subList(0, together(heads));
        take(destination, heads, Micros.of(now));
        List<Claimed> claimed = new ArrayList<>(heads.size());
        List<Unreadable> unreadable = new ArrayList<>();
        for (DeliveryTable.Head head : heads) {
            try {
                Event event = read(head);
                claimed.add(new Claimed(head.id(), destination.name, event, station(head)));
            } catch (IOException e) {
                unreadable.add(new Unreadable(head, String.valueOf(e.getMessage())));
            }
        }
        for (Unreadable one : unreadable) {
            bury(destination, one, Micros.of(now));
        }
        return claimed;
    }

    private List<DeliveryTable.Head> due(Destination destination, Instant now, int limit)
            throws SQLException {
        if (destination.current(DeliveryState.RETRY_WAIT) == 0) {
            return List.of();
        }
        List<DeliveryTable.Head> due = table.dueHeads(destination, 0, Micros.of(now), limit);
        if (due.size() < limit) {
            long neverMicros = Micros.of(now.plus(LONGEST_WAIT)) + 1;
            due.addAll(
                    table.dueHeads(destination, neverMicros, Long.MAX_VALUE, limit - due.size()));
        }
        return due;
    }

    /** How many of them, from the first on, may travel together. */
    private static int together(List<DeliveryTable.Head> heads) {
        int most = Integer.MAX_VALUE;
        for (int i = 0; i < heads.size(); i++) {
            int own = heads.get(i).batchLimit();
            most = own == 0 ? most : Math.min(most, own);
            if (i > 0 && i >= most) {
                return i;
            }
        }
        return heads.size();
    }

    private void take(Destination destination, List<DeliveryTable.Head> heads, long nowMicros)
            throws SQLException {
        long lastPending = 0;
        int pending = 0;
        for (DeliveryTable.Head head : heads) {
            DeliveryState state = state(head);
            if (state == DeliveryState.PENDING) {
                lastPending = head.id();
                pending++;
            } else {
                table.takeDue(head.id(), nowMicros);
            }
            destination.headWent(state);
            destination.moved(state, DeliveryState.IN_FLIGHT);
        }
        if (pending > 0) {
            int taken = table.takePending(destination, lastPending, nowMicros);
            if (taken != pending) {
                throw new IllegalStateException(pending + " may be claimed and " + taken + " were");
            }
        }
    }

    private static DeliveryState state(DeliveryTable.Head head) {
        return head.dueMicros() == 0 ? DeliveryState.PENDING : DeliveryState.RETRY_WAIT;
    }

    private static Station.InFlight station(DeliveryTable.Head head) {
        return head.dueMicros() == 0
                ? new Station.Pending(head.failures(), head.batchLimit()).claimed()
                : new Station.RetryWait(
                                head.failures(),
                                head.batchLimit(),
                                Micros.instant(head.dueMicros()))
                        .claimed();
    }

    private Event read(DeliveryTable.Head head) throws SQLException, IOException {
        Event event = recent.find(head.id());
        if (event != null) {
            return event;
        }
        String body = events.body(head.eventSeq());
        if (body == null) {
            throw new IOException("the event log does not have it");
        }
        return dependencies.decoder().decode(body.getBytes(StandardCharsets.UTF_8));
    }

    /** It can never be sent, and must not keep those behind it from being sent. */
    private void bury(Destination destination, Unreadable one, long nowMicros) throws SQLException {
        long id = one.head().id();
        dependencies.meters().loopFailed("store");
        LOG.error(
                "delivery {} to {} cannot be read and becomes a dead letter: {}",
                id,
                destination.name,
                one.reason());
        table.bury(id, "what is owed cannot be read: " + one.reason(), nowMicros);
        destination.moved(DeliveryState.IN_FLIGHT, DeliveryState.FAILED);
        turns.closed(destination, one.head().entity());
    }
}
