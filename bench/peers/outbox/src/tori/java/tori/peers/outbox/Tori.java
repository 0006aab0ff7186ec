package tori.peers.outbox;

import okhttp3.Dns;

import tori.delivery.Acceptance;
import tori.delivery.Claimed;
import tori.delivery.DeliveryDetail;
import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryRow;
import tori.delivery.DeliveryState;
import tori.delivery.DeliveryStore;
import tori.delivery.LaneTerms;
import tori.delivery.NoSuchDeliveryException;
import tori.delivery.Outbox;
import tori.delivery.OutboxServices;
import tori.delivery.Readiness;
import tori.delivery.RetryPolicy;
import tori.delivery.Settlement;
import tori.dispatch.DispatchQueue;
import tori.dispatch.FreshestLanes;
import tori.dispatch.LaneSettings;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.model.Owed;
import tori.model.Sender;
import tori.model.UuidV7;
import tori.store.SqlStore;
import tori.store.StoreDependencies;
import tori.store.StoreSettings;
import tori.telemetry.PrometheusMeters;
import tori.time.NanoClock;
import tori.time.SystemClocks;
import tori.webhook.WebhookSenders;
import tori.webhook.WebhookSettings;
import tori.wire.EventJson;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * tori's own guaranteed lane, put together as the daemon does it: store, outbox, dispatcher,
 * webhook sender. The body travels as the text of a CloudEvent, so a request is larger than the
 * others'.
 */
public final class Tori implements Contender {

    private static final String DESTINATION = "receiver";
    private static final MonitorId SOURCE = new MonitorId("tori", "bench");

    private final NanoClock clock = SystemClocks.monotonic();
    private final InstantSource wall = SystemClocks.wall();
    private final UuidV7 ids = new UuidV7(wall, new Random());
    private PrometheusMeters meters;
    private SqlStore store;
    private WebhookSenders senders;
    private FreshestLanes lanes;
    private Outbox outbox;

    @Override
    public String name() {
        return "tori/sqlite";
    }

    @Override
    public String version() {
        return "this tori; SQLite, WAL, synchronous=FULL for whatever is owed";
    }

    @Override
    public String order() {
        return "per entity";
    }

    @Override
    public void start(Terms terms) throws Exception {
        meters = new PrometheusMeters(clock);
        store =
                SqlStore.open(
                        StoreSettings.of(terms.folder().resolve("tori.db")),
                        new StoreDependencies(
                                EventJson::encode,
                                EventJson::decode,
                                meters,
                                clock,
                                wall,
                                new Random()));
        senders = new WebhookSenders(Dns.SYSTEM, wall, clock);
        lanes = new FreshestLanes(clock, new Random(), meters, store);
        lanes.start();
        outbox =
                new Outbox(
                        new Marking(store, terms.marks()),
                        new OutboxServices(
                                meters,
                                clock,
                                wall,
                                new Random(),
                                RetryPolicy.STANDARD,
                                (dead, first) -> {}));
        Sender sender = senders.sender(WebhookSettings.of(terms.receiver().toString(), null));
        DispatchQueue queue =
                lanes.add(DESTINATION, sender, new LaneSettings(null, 1024, Duration.ofMinutes(2)));
        outbox.add(
                DESTINATION,
                queue,
                new LaneTerms(sender.maxBatch(), sender.maxInFlight(), List.of()));
        outbox.start();
    }

    @Override
    public void enqueue(Event event) throws Exception {
        tori.model.Event owed =
                new tori.model.Event(
                        ids.next(),
                        SOURCE,
                        EventType.NOTICE,
                        event.entity(),
                        wall.instant(),
                        clock.nanoTime(),
                        new Notice(event.body(), event.key()));
        List<Acceptance> accepted = store.accept(List.of(new Owed(DESTINATION, owed))).get();
        if (!accepted.getFirst().first()) {
            throw new IllegalStateException(event.key() + " was there already");
        }
    }

    @Override
    public long outstanding() {
        Map<DeliveryState, Long> counts = store.counts();
        long delivered = counts.getOrDefault(DeliveryState.DELIVERED, 0L);
        return counts.values().stream().mapToLong(Long::longValue).sum() - delivered;
    }

    @Override
    public void close() throws Exception {
        outbox.stop(Duration.ofSeconds(10));
        lanes.drainAndStop(Duration.ofSeconds(2));
        store.close();
        meters.close();
    }

    /** Tells of every delivery whose mark is committed. */
    private record Marking(DeliveryStore store, Marks marks) implements DeliveryStore {

        @Override
        public CompletableFuture<Void> settle(List<Settlement> settlements) {
            return store.settle(settlements)
                    .thenRun(() -> {
                        for (Settlement settlement : settlements) {
                            if (settlement.station().state() == DeliveryState.DELIVERED) {
                                marks.marked();
                            }
                        }
                    });
        }

        @Override
        public void listen(Listener listener) {
            store.listen(listener);
        }

        @Override
        public CompletableFuture<List<Acceptance>> accept(List<Owed> owed) {
            return store.accept(owed);
        }

        @Override
        public CompletableFuture<List<Claimed>> claim(String destination, int limit) {
            return store.claim(destination, limit);
        }

        @Override
        public Readiness readiness(String destination) throws IOException, InterruptedException {
            return store.readiness(destination);
        }

        @Override
        public Map<String, Long> owing() throws IOException, InterruptedException {
            return store.owing();
        }

        @Override
        public Map<DeliveryState, Long> counts() {
            return store.counts();
        }

        @Override
        public List<DeliveryRow> list(DeliveryFilter filter, int limit, int offset)
                throws IOException, InterruptedException {
            return store.list(filter, limit, offset);
        }

        @Override
        public long count(DeliveryFilter filter) throws IOException, InterruptedException {
            return store.count(filter);
        }

        @Override
        public DeliveryDetail detail(long id)
                throws NoSuchDeliveryException, IOException, InterruptedException {
            return store.detail(id);
        }

        @Override
        public CompletableFuture<Integer> retry(DeliveryFilter filter) {
            return store.retry(filter);
        }

        @Override
        public CompletableFuture<Integer> discard(DeliveryFilter filter) {
            return store.discard(filter);
        }
    }
}
