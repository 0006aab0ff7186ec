package tori;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tori.api.ApiException;
import tori.api.NoticeOrder;
import tori.api.NoticeReceipt;
import tori.delivery.Acceptance;
import tori.delivery.Claimed;
import tori.delivery.DeliveryDetail;
import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryRow;
import tori.delivery.DeliveryState;
import tori.delivery.DeliveryStore;
import tori.delivery.NoSuchDeliveryException;
import tori.delivery.Readiness;
import tori.delivery.Settlement;
import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.model.Owed;
import tori.model.UuidV7;
import tori.wire.EventJson;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

class OutboxDeskTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final ScriptedStore store = new ScriptedStore();
    private final OutboxDesk desk = desk(Duration.ofSeconds(30));

    private OutboxDesk desk(Duration patience) {
        UuidV7 ids = new UuidV7(() -> NOW, new Random(7));
        return new OutboxDesk(
                store,
                () -> new LinkedHashSet<>(List.of("hook", "log")),
                new Notices(ids::next, () -> NOW, () -> 42),
                patience);
    }

    private static NoticeOrder order(String text, String key, String... destinations) {
        return new NoticeOrder(List.of(destinations), text, "order 7", key.isEmpty() ? null : key);
    }

    @Test
    void shouldOweANoticeToEachDestination() throws Exception {
        NoticeReceipt.Accepted accepted =
                (NoticeReceipt.Accepted) desk.accept(order("hello", "", "log", "hook"));
        assertThat(store.owed).extracting(Owed::destination).containsExactly("log", "hook");
        Event event = store.owed.getFirst().event();
        assertThat(store.owed).allMatch(owed -> owed.event().equals(event));
        assertThat(store.owed).allMatch(owed -> owed.key().equals(event.id().toString()));
        assertThat(event)
                .isEqualTo(
                        new Event(
                                event.id(),
                                new MonitorId("tori", "api"),
                                EventType.NOTICE,
                                "order 7",
                                NOW,
                                42,
                                new Notice("hello")));
        assertThat(event.entity()).isEqualTo("tori/order 7");

        assertThat(accepted.key()).isEqualTo(event.id().toString());
        assertThat(accepted.entries())
                .containsExactly(
                        new NoticeReceipt.Entry(
                                1,
                                "log",
                                event.id(),
                                DeliveryState.PENDING,
                                NoticeReceipt.Kind.NEW),
                        new NoticeReceipt.Entry(
                                2,
                                "hook",
                                event.id(),
                                DeliveryState.PENDING,
                                NoticeReceipt.Kind.NEW));
    }

    @Test
    void shouldWriteNothingWhereADestinationIsUnknown() throws Exception {
        assertThat(desk.accept(order("hello", "k", "hook", "hok")))
                .isEqualTo(new NoticeReceipt.UnknownDestination("hok", List.of("hook", "log")));
        assertThat(store.owed).isEmpty();
    }

    private NoticeReceipt.Entry accepted(NoticeOrder order) throws Exception {
        return ((NoticeReceipt.Accepted) desk.accept(order)).entries().getFirst();
    }

    @Test
    void shouldTellARepetitionFromAnotherNoticeOfTheSameKey() throws Exception {
        NoticeReceipt.Entry first = accepted(order("hello", "k", "hook"));
        NoticeReceipt.Entry again = accepted(order("hello", "k", "hook"));
        assertThat(again)
                .isEqualTo(
                        new NoticeReceipt.Entry(
                                first.id(),
                                "hook",
                                first.eventId(),
                                DeliveryState.PENDING,
                                NoticeReceipt.Kind.REPEATED));

        assertThat(accepted(order("goodbye", "k", "hook")).kind())
                .isEqualTo(NoticeReceipt.Kind.CONFLICTING);
        NoticeOrder elsewhere = new NoticeOrder(List.of("hook"), "hello", "other", "k");
        assertThat(accepted(elsewhere).kind()).isEqualTo(NoticeReceipt.Kind.CONFLICTING);
        assertThat(accepted(order("hello", "k2", "hook")).kind()).isEqualTo(NoticeReceipt.Kind.NEW);

        store.logForgets = true;
        assertThat(accepted(order("hello", "k", "hook")).kind())
                .isEqualTo(NoticeReceipt.Kind.REPEATED);
        store.knowsDetails = false;
        assertThat(accepted(order("hello", "k", "hook")).kind())
                .isEqualTo(NoticeReceipt.Kind.CONFLICTING);
    }

    @Test
    void shouldNotWaitForeverForTheDisk() throws Exception {
        store.hangs = true;
        OutboxDesk hasty = desk(Duration.ofMillis(1));
        assertThat(hasty.accept(order("hello", "k", "hook")))
                .isEqualTo(new NoticeReceipt.TooSlow("k"));
        String made = ((NoticeReceipt.TooSlow) hasty.accept(order("hello", "", "hook"))).key();
        assertThat(made).isEqualTo(store.owed.getLast().event().id().toString());
        assertThatThrownBy(() -> hasty.retry(DeliveryFilter.ALL))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("in time");
        assertThatThrownBy(() -> hasty.discard(DeliveryFilter.ALL))
                .isInstanceOf(ApiException.class);
    }

    @Test
    void shouldPassOnWhyTheStoreRefuses() {
        store.refusal = new IOException("tori.db is closed; tori is stopping");
        assertThatThrownBy(() -> desk.accept(order("hello", "k", "hook")))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("tori.db is closed; tori is stopping");
        assertThatThrownBy(() -> desk.retry(DeliveryFilter.ALL)).isInstanceOf(IOException.class);
    }

    @Test
    void shouldShowPagesWithTheirTotal() throws Exception {
        for (String key : List.of("a", "b", "c")) {
            desk.accept(order("hello", key, "hook"));
        }
        assertThat(desk.list(DeliveryFilter.ALL, 2, 1).total()).isEqualTo(3);
        assertThat(desk.list(DeliveryFilter.ALL, 2, 1).rows())
                .extracting(DeliveryRow::id)
                .containsExactly(2L, 1L);
        assertThat(desk.detail(2).row().key()).isEqualTo("b");
        assertThat(desk.counts()).containsExactly(Map.entry(DeliveryState.PENDING, 3L));
        assertThat(desk.retry(DeliveryFilter.ALL)).isEqualTo(11);
        assertThat(desk.discard(DeliveryFilter.ALL)).isEqualTo(12);
    }

    /** Keeps what is owed in memory and does as the test says; hands nothing out. */
    private static final class ScriptedStore implements DeliveryStore {

        private final List<Owed> owed = new ArrayList<>();
        private final List<Owed> kept = new ArrayList<>();
        private boolean hangs;
        private boolean logForgets;
        private boolean knowsDetails = true;
        private @Nullable IOException refusal;

        private <T> CompletableFuture<T> answer(T value) {
            if (refusal != null) {
                return CompletableFuture.failedFuture(refusal);
            }
            return hangs ? new CompletableFuture<>() : CompletableFuture.completedFuture(value);
        }

        @Override
        public CompletableFuture<List<Acceptance>> accept(List<Owed> asked) {
            owed.addAll(asked);
            return answer(asked.stream().map(this::accept).toList());
        }

        private Acceptance accept(Owed one) {
            for (int i = 0; i < kept.size(); i++) {
                Owed earlier = kept.get(i);
                if (earlier.key().equals(one.key())
                        && earlier.destination().equals(one.destination())) {
                    // By id, as a store may: each request makes an event of its own.
                    boolean same = earlier.event().id().equals(one.event().id());
                    return new Acceptance(i + 1L, false, same, DeliveryState.PENDING);
                }
            }
            kept.add(one);
            return new Acceptance(kept.size(), true, true, DeliveryState.PENDING);
        }

        private DeliveryRow row(long id) {
            Owed one = kept.get((int) id - 1);
            Event event = one.event();
            return new DeliveryRow(
                    id,
                    one.destination(),
                    one.key(),
                    event.id(),
                    event.type().wireName(),
                    event.source().source(),
                    event.subject(),
                    event.entity(),
                    event.sequence(),
                    DeliveryState.PENDING,
                    0,
                    NOW,
                    NOW,
                    null,
                    null,
                    null,
                    0,
                    false);
        }

        @Override
        public List<DeliveryRow> list(DeliveryFilter filter, int limit, int offset) {
            List<DeliveryRow> rows = new ArrayList<>();
            for (long id = kept.size() - offset; id >= 1 && rows.size() < limit; id--) {
                rows.add(row(id));
            }
            return rows;
        }

        @Override
        public long count(DeliveryFilter filter) {
            return kept.size();
        }

        @Override
        public DeliveryDetail detail(long id) throws NoSuchDeliveryException {
            if (!knowsDetails) {
                throw new NoSuchDeliveryException(id);
            }
            byte[] json = EventJson.encode(kept.get((int) id - 1).event());
            String event = logForgets ? "" : new String(json, StandardCharsets.UTF_8);
            return new DeliveryDetail(row(id), event, List.of());
        }

        @Override
        public Map<DeliveryState, Long> counts() {
            return Map.of(DeliveryState.PENDING, (long) kept.size());
        }

        @Override
        public CompletableFuture<Integer> retry(DeliveryFilter filter) {
            return answer(11);
        }

        @Override
        public CompletableFuture<Integer> discard(DeliveryFilter filter) {
            return answer(12);
        }

        @Override
        public void listen(Listener listener) {
            throw new AssertionError("a desk does not listen");
        }

        @Override
        public CompletableFuture<List<Claimed>> claim(String destination, int limit) {
            throw new AssertionError("a desk does not send");
        }

        @Override
        public CompletableFuture<Void> settle(List<Settlement> settlements) {
            throw new AssertionError("a desk does not send");
        }

        @Override
        public Readiness readiness(String destination) {
            throw new AssertionError("a desk does not send");
        }

        @Override
        public Map<String, Long> owing() {
            throw new AssertionError("a desk does not send");
        }
    }
}
