package tori;

import tori.api.ApiException;
import tori.api.DeliveryPage;
import tori.api.FrontDesk;
import tori.api.NoticeOrder;
import tori.api.NoticeReceipt;
import tori.delivery.Acceptance;
import tori.delivery.DeliveryDetail;
import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryState;
import tori.delivery.DeliveryStore;
import tori.delivery.NoSuchDeliveryException;
import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.model.Owed;
import tori.wire.EventJson;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The desk in front of a store's deliveries. Thread-safe; the calling thread waits for the disk,
 * but no longer than somebody who asks over HTTP would.
 */
final class OutboxDesk implements FrontDesk {

    /** How long to wait for the disk: a healthy one takes milliseconds. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final MonitorId SOURCE = new MonitorId("tori", "api");

    private final DeliveryStore store;
    private final Supplier<Set<String>> destinations;
    private final Notices notices;
    private final Duration patience;

    /**
     * @param destinations the names of those there are now, in their order
     */
    OutboxDesk(
            DeliveryStore store,
            Supplier<Set<String>> destinations,
            Notices notices,
            Duration patience) {
        this.store = store;
        this.destinations = destinations;
        this.notices = notices;
        this.patience = patience;
    }

    @Override
    public NoticeReceipt accept(NoticeOrder order) throws IOException, InterruptedException {
        Set<String> known = destinations.get();
        for (String name : order.destinations()) {
            if (!known.contains(name)) {
                return new NoticeReceipt.UnknownDestination(name, List.copyOf(known));
            }
        }
        Event event =
                notices.of(
                        EventType.NOTICE,
                        SOURCE,
                        order.subject(),
                        new Notice(order.text(), order.key()));
        String key = event.idempotencyKey();
        List<Owed> owed = order.destinations().stream().map(name -> new Owed(name, event)).toList();
        List<Acceptance> acceptances;
        try {
            acceptances = durable(store.accept(owed));
        } catch (TimeoutException e) {
            return new NoticeReceipt.TooSlow(key);
        }
        List<NoticeReceipt.Entry> entries = new ArrayList<>();
        for (int i = 0; i < owed.size(); i++) {
            entries.add(entry(owed.get(i), acceptances.get(i)));
        }
        return new NoticeReceipt.Accepted(key, entries);
    }

    /** A repetition has an event of its own, so that what the two say is what is compared. */
    private NoticeReceipt.Entry entry(Owed owed, Acceptance acceptance)
            throws IOException, InterruptedException {
        UUID eventId = owed.event().id();
        NoticeReceipt.Kind kind = NoticeReceipt.Kind.NEW;
        if (!acceptance.first()) {
            boolean same = acceptance.sameEvent();
            try {
                DeliveryDetail earlier = store.detail(acceptance.id());
                eventId = earlier.row().eventId();
                same = same || saysTheSame(earlier, owed.event());
            } catch (NoSuchDeliveryException e) {
                // Forgotten in this moment: what the store said is all that is left.
            }
            kind = same ? NoticeReceipt.Kind.REPEATED : NoticeReceipt.Kind.CONFLICTING;
        }
        return new NoticeReceipt.Entry(
                acceptance.id(), owed.destination(), eventId, acceptance.state(), kind);
    }

    private static boolean saysTheSame(DeliveryDetail earlier, Event event) {
        if (!earlier.row().type().equals(event.type().wireName())
                || !earlier.row().entity().equals(event.entity())) {
            return false;
        }
        if (earlier.event().isEmpty()) {
            // The text is gone with the event log's row; type and entity are what can be compared.
            return true;
        }
        try {
            byte[] json = earlier.event().getBytes(StandardCharsets.UTF_8);
            return EventJson.decode(json).data().equals(event.data());
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Map<DeliveryState, Long> counts() {
        return store.counts();
    }

    @Override
    public DeliveryPage list(DeliveryFilter filter, int limit, int offset)
            throws IOException, InterruptedException {
        return new DeliveryPage(store.list(filter, limit, offset), store.count(filter));
    }

    @Override
    public DeliveryDetail detail(long id)
            throws NoSuchDeliveryException, IOException, InterruptedException {
        return store.detail(id);
    }

    @Override
    public int retry(DeliveryFilter filter) throws IOException, InterruptedException {
        return decided(store.retry(filter));
    }

    @Override
    public int discard(DeliveryFilter filter) throws IOException, InterruptedException {
        return decided(store.discard(filter));
    }

    private int decided(CompletableFuture<Integer> count) throws IOException, InterruptedException {
        try {
            return durable(count);
        } catch (TimeoutException e) {
            throw new ApiException("the disk did not take it in time; try again", e);
        }
    }

    private <T> T durable(CompletableFuture<T> future)
            throws IOException, InterruptedException, TimeoutException {
        try {
            return future.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // Whoever asks again would make it wait twice.
            future.cancel(false);
            throw e;
        } catch (ExecutionException e) {
            throw new ApiException("the store did not take it: " + reason(e), e);
        }
    }

    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
