package tori.api;

import org.jspecify.annotations.Nullable;

import tori.delivery.Attempt;
import tori.delivery.DeliveryDetail;
import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryRow;
import tori.delivery.DeliveryState;
import tori.delivery.NoSuchDeliveryException;
import tori.delivery.Outcome;
import tori.model.Answer;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/** A desk that keeps its deliveries in memory and sends none. Thread-safe. */
public final class MemoryDesk implements FrontDesk {

    /** When everything here was accepted. */
    public static final Instant ACCEPTED = Instant.parse("2026-03-01T12:00:00Z");

    /** Those that notices may go to. */
    public static final List<String> DESTINATIONS = List.of("hook", "log");

    private final Map<Long, DeliveryRow> rows = new TreeMap<>(Comparator.reverseOrder());
    private final Map<String, NoticeOrder> orders = new TreeMap<>();
    private @Nullable IOException trouble;
    private boolean slow;

    /** Adds a delivery in this state, with this reason; returns its number. */
    public synchronized long add(String destination, DeliveryState state, @Nullable String reason) {
        long id = rows.size() + 1L;
        put(id, destination, "key-" + id, "gorilla/" + id, state, reason, false);
        return id;
    }

    private void put(
            long id,
            String destination,
            String key,
            String entity,
            DeliveryState state,
            @Nullable String reason,
            boolean discarded) {
        rows.put(
                id,
                new DeliveryRow(
                        id,
                        destination,
                        key,
                        new UUID(0x7000L, id),
                        "tori.variant.restocked",
                        "/gorilla/energy",
                        "1/2",
                        entity,
                        id,
                        state,
                        state == DeliveryState.FAILED ? 5 : 0,
                        ACCEPTED,
                        ACCEPTED.plusSeconds(1),
                        state == DeliveryState.RETRY_WAIT ? ACCEPTED.plusSeconds(9) : null,
                        state == DeliveryState.DELIVERED ? destination : null,
                        reason,
                        1,
                        discarded));
    }

    /** From now on every call ends with this; null for none. */
    public synchronized void trouble(@Nullable IOException failure) {
        trouble = failure;
    }

    /** From now on the disk takes no notice in time. */
    public synchronized void slow() {
        slow = true;
    }

    /** Puts one in this state. */
    public synchronized void become(long id, DeliveryState state) {
        change(Objects.requireNonNull(rows.get(id)), state, false);
    }

    /** The states by number. */
    public synchronized Map<Long, DeliveryState> states() {
        Map<Long, DeliveryState> states = new TreeMap<>();
        rows.forEach((id, row) -> states.put(id, row.state()));
        return states;
    }

    private void requireHealthy() throws IOException {
        if (trouble != null) {
            throw trouble;
        }
    }

    private static boolean fits(DeliveryRow row, DeliveryFilter filter) {
        return (filter.ids().isEmpty() || filter.ids().contains(row.id()))
                && (filter.states().isEmpty()
                        || (!row.discarded() && filter.states().contains(row.state())))
                && (filter.destination() == null || filter.destination().equals(row.destination()));
    }

    private List<DeliveryRow> fitting(DeliveryFilter filter) {
        return rows.values().stream().filter(row -> fits(row, filter)).toList();
    }

    @Override
    public synchronized DeliveryPage list(DeliveryFilter filter, int limit, int offset)
            throws IOException {
        requireHealthy();
        List<DeliveryRow> all = fitting(filter);
        return new DeliveryPage(all.stream().skip(offset).limit(limit).toList(), all.size());
    }

    @Override
    public synchronized DeliveryDetail detail(long id) throws NoSuchDeliveryException, IOException {
        requireHealthy();
        DeliveryRow row = rows.get(id);
        if (row == null) {
            throw new NoSuchDeliveryException(id);
        }
        Attempt attempt =
                new Attempt(
                        ACCEPTED.plusMillis(200),
                        ACCEPTED.plus(Duration.ofMillis(450)),
                        row.destination(),
                        Outcome.AMBIGUOUS,
                        "no answer\u001b[2J in 5 s",
                        new Answer(503, "<b>down</b>\u009b31m\u202e"));
        Attempt silent =
                new Attempt(
                        ACCEPTED.plusSeconds(2),
                        ACCEPTED.plusSeconds(3),
                        row.destination(),
                        Outcome.UNKNOWN,
                        "",
                        Answer.NONE);
        String event = "{\"id\":\"" + row.eventId() + "\",\"data\":{\"text\":\"\u009bhi\"}}";
        return new DeliveryDetail(row, event, List.of(attempt, silent));
    }

    @Override
    public synchronized int retry(DeliveryFilter filter) throws IOException {
        requireHealthy();
        int count = 0;
        for (DeliveryRow row : fitting(filter)) {
            if (row.state() == DeliveryState.FAILED && !row.discarded()) {
                change(row, DeliveryState.PENDING, false);
                count++;
            }
        }
        return count;
    }

    @Override
    public synchronized int discard(DeliveryFilter filter) throws IOException {
        requireHealthy();
        int count = 0;
        for (DeliveryRow row : fitting(filter)) {
            boolean mayBe =
                    row.state() != DeliveryState.IN_FLIGHT
                            && row.state() != DeliveryState.DELIVERED;
            if (mayBe && !row.discarded()) {
                change(row, row.state(), true);
                count++;
            }
        }
        return count;
    }

    private void change(DeliveryRow row, DeliveryState state, boolean discarded) {
        put(row.id(), row.destination(), row.key(), row.entity(), state, row.reason(), discarded);
    }

    @Override
    public synchronized NoticeReceipt accept(NoticeOrder order) throws IOException {
        requireHealthy();
        for (String name : order.destinations()) {
            if (!DESTINATIONS.contains(name)) {
                return new NoticeReceipt.UnknownDestination(name, DESTINATIONS);
            }
        }
        String key = order.key() == null ? "made-" + rows.size() : order.key();
        if (slow) {
            return new NoticeReceipt.TooSlow(key);
        }
        List<NoticeReceipt.Entry> entries = new ArrayList<>();
        for (String name : order.destinations()) {
            entries.add(accept(order, name, key));
        }
        return new NoticeReceipt.Accepted(key, entries);
    }

    private NoticeReceipt.Entry accept(NoticeOrder order, String destination, String key) {
        DeliveryRow row = null;
        for (DeliveryRow candidate : rows.values()) {
            if (candidate.destination().equals(destination) && candidate.key().equals(key)) {
                row = candidate;
            }
        }
        NoticeReceipt.Kind kind = NoticeReceipt.Kind.NEW;
        if (row == null) {
            long id = rows.size() + 1L;
            put(
                    id,
                    destination,
                    key,
                    "tori/" + order.subject(),
                    DeliveryState.PENDING,
                    null,
                    false);
            row = rows.get(id);
            orders.put(destination + " " + key, order);
        } else {
            NoticeOrder earlier = orders.get(destination + " " + key);
            boolean same =
                    earlier != null
                            && earlier.text().equals(order.text())
                            && earlier.subject().equals(order.subject());
            kind = same ? NoticeReceipt.Kind.REPEATED : NoticeReceipt.Kind.CONFLICTING;
        }
        return new NoticeReceipt.Entry(row.id(), destination, row.eventId(), row.state(), kind);
    }

    @Override
    public synchronized Map<DeliveryState, Long> counts() {
        Map<DeliveryState, Long> counts = new EnumMap<>(DeliveryState.class);
        rows.values().stream()
                .filter(row -> !row.discarded())
                .forEach(row -> counts.merge(row.state(), 1L, Long::sum));
        return counts;
    }
}
