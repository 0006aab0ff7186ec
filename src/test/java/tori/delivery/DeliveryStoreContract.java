package tori.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tori.model.Answer;
import tori.model.Event;
import tori.model.Owed;
import tori.telemetry.CountingMeters;
import tori.time.SettableClock;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** What every {@link DeliveryStore} must do, whatever it writes to. */
public abstract class DeliveryStoreContract {

    private static final long PATIENCE_SECONDS = 30;

    protected final SettableClock clock = new SettableClock();
    protected final CountingMeters meters = new CountingMeters();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private DeliveryStore store;

    /** Opens the same place each time. */
    protected abstract DeliveryStore open(SettableClock wall, CountingMeters counts)
            throws Exception;

    /** Closes it; what was handed out and not settled is lost sight of, as by a crash. */
    protected abstract void close(DeliveryStore opened) throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open(clock, meters);
        store.listen(
                new DeliveryStore.Listener() {
                    @Override
                    public void ready(String destination, int heads) {
                        told.add("ready " + destination + " " + heads);
                    }

                    @Override
                    public void died(Settlement settlement, boolean first) {
                        told.add("died " + settlement.claimed().id() + (first ? " first" : ""));
                    }
                });
    }

    @AfterEach
    void closeStore() throws Exception {
        close(store);
    }

    private void reopen() throws Exception {
        close(store);
        store = open(clock, meters);
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private List<Acceptance> accept(Owed... owed) throws Exception {
        return get(store.accept(List.of(owed)));
    }

    private long accept(String destination, String subject) throws Exception {
        return accept(new Owed(destination, Notices.notice(subject, "text"))).getFirst().id();
    }

    private List<Claimed> claim(String destination, int limit) throws Exception {
        return get(store.claim(destination, limit));
    }

    private static List<Long> ids(List<Claimed> claimed) {
        return claimed.stream().map(Claimed::id).toList();
    }

    private void settle(Settlement... settlements) throws Exception {
        get(store.settle(List.of(settlements)));
    }

    /** What hangs on a future may run before the listener is told. */
    private void assertTold(String... all) {
        await().untilAsserted(() -> assertThat(told).containsExactly(all));
    }

    private void assertToldLast(String last) {
        await().untilAsserted(() -> assertThat(told).last().isEqualTo(last));
    }

    private Attempt attempt(Outcome outcome, String detail) {
        return new Attempt(
                clock.instant(),
                clock.instant().plusMillis(5),
                "main",
                outcome,
                detail,
                new Answer(500, "oops"));
    }

    private Settlement failed(Claimed claimed) {
        return claimed.failed(
                attempt(Outcome.FAILED, "it said no"),
                RetryPolicy.STANDARD,
                clock.instant(),
                new Random(1));
    }

    private DeliveryRow row(long id) throws Exception {
        return store.detail(id).row();
    }

    private static DeliveryFilter only(long... ids) {
        List<Long> all = new ArrayList<>();
        for (long id : ids) {
            all.add(id);
        }
        return new DeliveryFilter(all, List.of(), null);
    }

    private static DeliveryFilter in(DeliveryState... states) {
        return new DeliveryFilter(List.of(), List.of(states), null);
    }

    @Test
    void shouldHandOutWhatWasAcceptedAndForgetNothingOfIt() throws Exception {
        Event event = Notices.notice("a", "hello");
        Acceptance acceptance = accept(new Owed("main", "my-key", event)).getFirst();
        assertThat(acceptance.first()).isTrue();
        assertThat(acceptance.sameEvent()).isTrue();
        assertThat(acceptance.state()).isEqualTo(DeliveryState.PENDING);
        assertThat(store.owing()).isEqualTo(Map.of("main", 1L));

        Claimed claimed = claim("main", 10).getFirst();
        assertThat(claimed.id()).isEqualTo(acceptance.id());
        assertThat(claimed.event()).isEqualTo(event);
        assertThat(claimed.destination()).isEqualTo("main");
        assertThat(row(claimed.id()).state()).isEqualTo(DeliveryState.IN_FLIGHT);
        assertThat(claim("main", 10)).as("nobody else has it").isEmpty();

        settle(claimed.delivered(attempt(Outcome.DELIVERED, "")));
        reopen();
        DeliveryDetail detail = store.detail(claimed.id());
        assertThat(detail.attempts()).containsExactly(attempt(Outcome.DELIVERED, ""));
        assertThat(detail.event()).contains("hello");
        assertThat(detail.row())
                .isEqualTo(
                        new DeliveryRow(
                                claimed.id(),
                                "main",
                                "my-key",
                                event.id(),
                                "tori.notice",
                                "/gorilla/energy",
                                "a",
                                "gorilla/a",
                                0,
                                DeliveryState.DELIVERED,
                                0,
                                clock.instant(),
                                clock.instant(),
                                null,
                                "main",
                                null,
                                0,
                                false));
        assertThat(store.owing()).isEmpty();
        assertThat(claim("main", 10)).isEmpty();
    }

    @Test
    void shouldDecodeWhatWasAcceptedByAnEarlierRun() throws Exception {
        Event event = Notices.numbered("gorilla/1", 3);
        accept(new Owed("main", event));
        reopen();
        assertThat(claim("main", 1).getFirst().event()).isEqualTo(event);
    }

    @Test
    void shouldAnswerARepeatWithTheFirst() throws Exception {
        Acceptance first = accept(new Owed("main", "k", Notices.notice("a", "x"))).getFirst();
        Acceptance again = accept(new Owed("main", "k", Notices.notice("a", "x"))).getFirst();
        assertThat(again).isEqualTo(new Acceptance(first.id(), false, true, DeliveryState.PENDING));
        Acceptance other = accept(new Owed("main", "k", Notices.notice("a", "y"))).getFirst();
        assertThat(other)
                .isEqualTo(new Acceptance(first.id(), false, false, DeliveryState.PENDING));
        assertThat(accept(new Owed("else", "k", Notices.notice("a", "x"))).getFirst().first())
                .as("keys are per destination")
                .isTrue();

        settle(claim("main", 1).getFirst().delivered(attempt(Outcome.DELIVERED, "")));
        reopen();
        assertThat(accept(new Owed("main", "k", Notices.notice("a", "x"))).getFirst())
                .isEqualTo(new Acceptance(first.id(), false, true, DeliveryState.DELIVERED));
        assertThat(store.count(DeliveryFilter.ALL)).isEqualTo(2);
    }

    @Test
    void shouldAcceptAKeyTwiceInOneCallOnce() throws Exception {
        List<Acceptance> answers =
                accept(
                        new Owed("main", "k", Notices.notice("a", "x")),
                        new Owed("main", "k", Notices.notice("b", "x")));
        assertThat(answers).extracting(Acceptance::first).containsExactly(true, false);
        assertThat(answers).extracting(Acceptance::sameEvent).containsExactly(true, false);
        assertThat(answers.get(1).id()).isEqualTo(answers.get(0).id());
    }

    @Test
    void shouldAcceptOneKeyOnceFromManyThreads() throws Exception {
        List<CompletableFuture<Acceptance>> answers =
                Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int n = 0; n < 50; n++) {
                                    answers.add(
                                            store.accept(
                                                            List.of(
                                                                    new Owed(
                                                                            "main",
                                                                            "key " + n,
                                                                            Notices.notice(
                                                                                    "s" + n, "x"))))
                                                    .thenApply(List::getFirst));
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Map<Long, Integer> firsts = new HashMap<>();
        for (CompletableFuture<Acceptance> answer : answers) {
            firsts.merge(get(answer).id(), get(answer).first() ? 1 : 0, Integer::sum);
        }
        assertThat(firsts).hasSize(50).allSatisfy((id, count) -> assertThat(count).isEqualTo(1));
        assertThat(store.count(DeliveryFilter.ALL)).isEqualTo(50);
        assertThat(claim("main", 100)).hasSize(50);
    }

    @Test
    void shouldOweOneEventToSeveral() throws Exception {
        Event event = Notices.notice("a", "x");
        accept(new Owed("main", event), new Owed("else", event));
        accept(new Owed("third", event));
        for (String destination : List.of("main", "else", "third")) {
            assertThat(claim(destination, 9)).extracting(Claimed::event).containsExactly(event);
        }
        reopen();
        for (String destination : List.of("main", "else", "third")) {
            assertThat(claim(destination, 9)).extracting(Claimed::event).containsExactly(event);
        }
    }

    @Test
    void shouldHandOutOneOfAnEntityAtATimeByItsSequence() throws Exception {
        accept(
                new Owed("main", Notices.numbered("gorilla/1", 2)),
                new Owed("main", Notices.numbered("gorilla/2", 1)),
                new Owed("main", Notices.numbered("gorilla/1", 1)),
                new Owed("main", Notices.numbered("gorilla/1", 3)));
        List<String> seen = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            List<Claimed> claimed = claim("main", 10);
            for (Claimed one : claimed) {
                seen.add(one.event().entity() + "#" + one.event().sequence());
                settle(one.delivered(attempt(Outcome.DELIVERED, "")));
            }
        }
        assertThat(seen)
                .containsExactly("gorilla/1#1", "gorilla/2#1", "gorilla/1#2", "gorilla/1#3");
        assertTold("ready main 2", "ready main 1", "ready main 1");
    }

    @Test
    void shouldKeepBackWhatIsBehindOneThatWaitsForItsRetry() throws Exception {
        long first = accept("main", "a");
        long second = accept("main", "a");
        long other = accept("main", "b");
        settle(failed(claim("main", 1).getFirst()));

        assertThat(row(first).state()).isEqualTo(DeliveryState.RETRY_WAIT);
        assertThat(row(first).failures()).isEqualTo(1);
        assertThat(row(first).reason()).isEqualTo("it said no");
        assertThat(ids(claim("main", 10))).containsExactly(other);
        Readiness readiness = store.readiness("main");
        assertThat(readiness.heads()).isZero();
        assertThat(readiness.nextDueAt())
                .isBetween(clock.instant().plusMillis(900), clock.instant().plusMillis(1_101));

        clock.advance(Duration.ofMillis(1_101));
        assertThat(store.readiness("main")).isEqualTo(new Readiness(1, null));
        Claimed again = claim("main", 10).getFirst();
        assertThat(again.id()).isEqualTo(first);
        assertThat(again.station()).isEqualTo(new Station.InFlight(1, 0));
        settle(again.delivered(attempt(Outcome.DELIVERED, "")));
        assertThat(ids(claim("main", 10))).containsExactly(second);
    }

    @Test
    void shouldHandOutOthersBeforeAPostponedOne() throws Exception {
        long first = accept("main", "a");
        long second = accept("main", "a");
        long other = accept("main", "b");
        Instant until = clock.instant().plusSeconds(30);
        settle(claim("main", 1).getFirst().postponed(attempt(Outcome.OUTAGE, "down"), until));

        assertThat(row(first).state()).isEqualTo(DeliveryState.RETRY_WAIT);
        assertThat(row(first).failures()).isZero();
        assertThat(row(first).dueAt()).isEqualTo(until);
        assertThat(ids(claim("main", 10))).containsExactly(other);
        assertThat(store.readiness("main")).isEqualTo(new Readiness(0, until));

        clock.advance(Duration.ofSeconds(30));
        Claimed again = claim("main", 10).getFirst();
        assertThat(again.id()).isEqualTo(first);
        assertThat(again.station()).isEqualTo(new Station.InFlight(0, 0));
        settle(again.delivered(attempt(Outcome.DELIVERED, "")));
        assertThat(ids(claim("main", 10))).containsExactly(second);
    }

    @Test
    void shouldHandOutDueRetriesBeforeTheOldest() throws Exception {
        long first = accept("main", "a");
        long second = accept("main", "b");
        long third = accept("main", "c");
        List<Claimed> claimed = claim("main", 3);
        settle(failed(claimed.get(2)));
        clock.advance(Duration.ofMillis(500));
        settle(claimed.get(0).released(attempt(Outcome.THROTTLED, "")), failed(claimed.get(1)));
        clock.advance(Duration.ofMillis(1_500));
        assertThat(ids(claim("main", 3))).containsExactly(third, second, first);
    }

    @Test
    void shouldTakeARetryFarInTheFutureForDue() throws Exception {
        accept("main", "a");
        settle(failed(claim("main", 1).getFirst()));
        clock.advance(Duration.ofMinutes(-10));
        assertThat(store.readiness("main")).isEqualTo(new Readiness(1, null));
        assertThat(claim("main", 1)).hasSize(1);
    }

    @Test
    void shouldEndAListBeforeOneThatMayNotTravelWithSoMany() throws Exception {
        for (String subject : List.of("a", "b", "c", "d")) {
            accept("main", subject);
        }
        List<Claimed> all = claim("main", 4);
        settle(
                all.get(0).unsent(),
                all.get(1).split(0, attempt(Outcome.SPLIT, "too long")),
                all.get(2).split(2, attempt(Outcome.SPLIT, "too long")),
                all.get(3).split(1, attempt(Outcome.SPLIT, "too long")));
        assertThat(ids(claim("main", 4))).isEqualTo(ids(all.subList(0, 2)));
        List<Claimed> third = claim("main", 4);
        assertThat(ids(third)).isEqualTo(ids(all.subList(2, 3)));
        assertThat(third.getFirst().station().batchLimit()).isEqualTo(2);
        assertThat(ids(claim("main", 4))).isEqualTo(ids(all.subList(3, 4)));
        assertThat(store.detail(all.get(0).id()).attempts()).as("never sent").isEmpty();
        assertThat(store.detail(all.get(3).id()).attempts()).hasSize(1);
    }

    @Test
    void shouldReleaseWhatIsBehindADeadLetterAndSayWhichWasTheFirst() throws Exception {
        long first = accept("main", "a");
        long second = accept("main", "a");
        assertTold("ready main 1");
        told.clear();
        settle(claim("main", 1).getFirst().died(attempt(Outcome.REFUSED, "bad")));
        assertTold("ready main 1", "died " + first + " first");
        settle(claim("main", 1).getFirst().died(attempt(Outcome.REFUSED, "bad")));
        assertToldLast("died " + second);
        assertThat(store.counts().get(DeliveryState.FAILED)).isEqualTo(2);
        assertThat(claim("main", 9)).isEmpty();
        assertThat(store.owing()).isEmpty();
    }

    @Test
    void shouldMakeADeadLetterOfOneThatFailedTooOften() throws Exception {
        long id = accept("main", "a");
        for (int i = 0; i < 5; i++) {
            settle(failed(claim("main", 1).getFirst()));
            clock.advance(Duration.ofSeconds(70));
        }
        DeliveryDetail detail = store.detail(id);
        assertThat(detail.row().state()).isEqualTo(DeliveryState.FAILED);
        assertThat(detail.row().failures()).isEqualTo(5);
        assertThat(detail.row().dueAt()).isNull();
        assertThat(detail.attempts()).hasSize(5);
    }

    @Test
    void shouldKeepTheNewestAttempts() throws Exception {
        long id = accept("main", "a");
        for (int i = 0; i < DeliveryDetail.MAX_ATTEMPTS + 3; i++) {
            settle(claim("main", 1).getFirst().released(attempt(Outcome.OUTAGE, "down " + i)));
        }
        List<Attempt> kept = store.detail(id).attempts();
        assertThat(kept).hasSize(DeliveryDetail.MAX_ATTEMPTS);
        assertThat(kept.getFirst().detail()).isEqualTo("down 3");
        assertThat(kept.getLast().detail()).isEqualTo("down " + (DeliveryDetail.MAX_ATTEMPTS + 2));
        assertThat(row(id).failures()).isZero();
    }

    @Test
    void shouldCountWhatMayHaveArrivedTwice() throws Exception {
        long id = accept("main", "a");
        settle(claim("main", 1).getFirst().delivered(attempt(Outcome.REPEATED, "sent again")));
        reopen();
        DeliveryDetail detail = store.detail(id);
        assertThat(detail.row().state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(detail.row().ambiguous()).isEqualTo(1);
        assertThat(detail.row().via()).isEqualTo("main");
        assertThat(detail.attempts()).containsExactly(attempt(Outcome.REPEATED, "sent again"));
    }

    @Test
    void shouldTakeBackWhatWasUnderWay() throws Exception {
        long sent = accept("main", "a");
        long behind = accept("main", "a");
        assertThat(ids(claim("main", 9))).containsExactly(sent);
        reopen();
        DeliveryDetail detail = store.detail(sent);
        assertThat(detail.row().state()).isEqualTo(DeliveryState.PENDING);
        assertThat(detail.row().ambiguous()).isEqualTo(1);
        assertThat(detail.row().failures()).isZero();
        assertThat(detail.attempts())
                .singleElement()
                .extracting(Attempt::outcome)
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(meters.count("delivered:main:ambiguous")).isEqualTo(1);
        assertThat(store.readiness("main").heads()).isEqualTo(1);
        Claimed again = claim("main", 9).getFirst();
        assertThat(again.id()).isEqualTo(sent);
        settle(again.delivered(attempt(Outcome.DELIVERED, "")));
        assertThat(ids(claim("main", 9))).containsExactly(behind);
    }

    @Test
    void shouldNotApplyASettlementTwice() throws Exception {
        long id = accept("main", "a");
        Claimed claimed = claim("main", 1).getFirst();
        settle(claimed.delivered(attempt(Outcome.DELIVERED, "")));
        settle(failed(claimed));
        assertThat(row(id).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(store.detail(id).attempts()).hasSize(1);
        assertThat(meters.count("loopFailed:store")).isEqualTo(1);
    }

    @Test
    void shouldRetryDeadLettersInTheirOldOrder() throws Exception {
        long dead = accept("main", "a");
        settle(claim("main", 1).getFirst().died(attempt(Outcome.REFUSED, "bad")));
        long underWay = accept("main", "a");
        long last = accept("main", "a");
        Claimed held = claim("main", 9).getFirst();
        assertThat(held.id()).isEqualTo(underWay);
        assertThat(get(store.retry(DeliveryFilter.ALL))).isEqualTo(1);
        assertThat(row(dead).state()).isEqualTo(DeliveryState.PENDING);
        assertThat(row(dead).failures()).isZero();
        assertThat(claim("main", 9)).as("one at a time").isEmpty();
        settle(held.released(attempt(Outcome.THROTTLED, "")));
        for (long expected : new long[] {dead, underWay, last}) {
            Claimed next = claim("main", 9).getFirst();
            assertThat(next.id()).isEqualTo(expected);
            settle(next.delivered(attempt(Outcome.DELIVERED, "")));
        }
        assertThat(get(store.retry(DeliveryFilter.ALL))).isZero();
    }

    @Test
    void shouldLetARetriedOneGoBeforeOneThatWaits() throws Exception {
        long dead = accept("main", "a");
        settle(claim("main", 1).getFirst().died(attempt(Outcome.REFUSED, "bad")));
        long waiting = accept("main", "a");
        settle(failed(claim("main", 9).getFirst()));
        assertThat(get(store.retry(only(dead, waiting)))).isEqualTo(1);
        clock.advance(Duration.ofSeconds(2));
        Claimed first = claim("main", 9).getFirst();
        assertThat(first.id()).isEqualTo(dead);
        settle(first.delivered(attempt(Outcome.DELIVERED, "")));
        assertThat(ids(claim("main", 9))).containsExactly(waiting);
    }

    @Test
    void shouldDiscardWhatFitsAndIsNotUnderWay() throws Exception {
        long underWay = accept("main", "a");
        long behind = accept("main", "a");
        long head = accept("main", "b");
        long second = accept("main", "b");
        long other = accept("else", "b");
        claim("main", 1);
        assertThat(get(store.discard(only(underWay, behind, head)))).isEqualTo(2);
        assertThat(row(underWay).discarded()).isFalse();
        assertThat(row(behind).discarded()).isTrue();
        assertThat(ids(claim("main", 9))).containsExactly(second);
        assertThat(store.counts().get(DeliveryState.PENDING)).isEqualTo(1);
        assertThat(get(store.discard(new DeliveryFilter(List.of(), List.of(), "else"))))
                .isEqualTo(1);
        assertThat(row(other).discarded()).isTrue();
        assertThat(get(store.retry(DeliveryFilter.ALL))).isZero();
        assertThat(accept(new Owed("main", row(head).key(), Notices.notice("b", "text"))))
                .as("the key stays taken")
                .extracting(Acceptance::first)
                .containsExactly(false);
    }

    @Test
    void shouldDiscardDeadLettersSoThatTheNextIsTheFirstAgain() throws Exception {
        accept("main", "a");
        settle(claim("main", 1).getFirst().died(attempt(Outcome.GONE, "gone")));
        assertThat(get(store.discard(in(DeliveryState.FAILED)))).isEqualTo(1);
        long next = accept("main", "a");
        settle(claim("main", 1).getFirst().died(attempt(Outcome.GONE, "gone")));
        assertToldLast("died " + next + " first");
    }

    @Test
    void shouldRetryAndDiscardManyByFilter() throws Exception {
        List<Owed> many = new ArrayList<>();
        for (int i = 0; i < 1_300; i++) {
            many.add(new Owed("main", Notices.notice("s" + i % 700, "x")));
        }
        get(store.accept(many));
        for (int left = many.size(); left > 0; ) {
            List<Claimed> claimed = claim("main", 500);
            get(
                    store.settle(
                            claimed.stream()
                                    .map(one -> one.died(attempt(Outcome.REFUSED, "bad")))
                                    .toList()));
            left -= claimed.size();
        }
        assertThat(get(store.retry(in(DeliveryState.FAILED)))).isEqualTo(1_300);
        assertThat(store.counts().get(DeliveryState.PENDING)).isEqualTo(1_300);
        assertThat(store.readiness("main").heads()).isEqualTo(700);
        assertThat(get(store.discard(DeliveryFilter.ALL))).isEqualTo(1_300);
        assertThat(store.readiness("main").heads()).isZero();
        assertThat(store.counts().values()).containsOnly(0L);
        assertThat(store.count(DeliveryFilter.ALL)).isEqualTo(1_300);
    }

    @Test
    void shouldListNewestFirstByFilter() throws Exception {
        long a = accept("main", "a");
        long b = accept("else", "b");
        long c = accept("main", "c");
        settle(claim("main", 1).getFirst().died(attempt(Outcome.REFUSED, "bad")));

        assertThat(listed(DeliveryFilter.ALL, 10, 0)).containsExactly(c, b, a);
        assertThat(listed(DeliveryFilter.ALL, 1, 1)).containsExactly(b);
        assertThat(listed(DeliveryFilter.ALL, 10, 3)).isEmpty();
        assertThat(listed(in(DeliveryState.FAILED), 10, 0)).containsExactly(a);
        assertThat(listed(in(DeliveryState.PENDING, DeliveryState.FAILED), 10, 0))
                .containsExactly(c, b, a);
        assertThat(listed(new DeliveryFilter(List.of(), List.of(), "main"), 10, 0))
                .containsExactly(c, a);
        DeliveryFilter named =
                new DeliveryFilter(List.of(a, b, a, 99L), List.of(DeliveryState.PENDING), null);
        assertThat(listed(named, 10, 0)).containsExactly(b);
        assertThat(store.count(named)).isEqualTo(1);
        assertThat(store.count(in(DeliveryState.PENDING))).isEqualTo(2);
        assertThat(store.count(new DeliveryFilter(List.of(), List.of(), "nobody"))).isZero();
        assertThatThrownBy(() -> store.detail(99)).isInstanceOf(NoSuchDeliveryException.class);
    }

    private List<Long> listed(DeliveryFilter filter, int limit, int offset) throws Exception {
        return store.list(filter, limit, offset).stream().map(DeliveryRow::id).toList();
    }

    @Test
    void shouldKnowWhatIsOwedAfterAnyHistory() throws Exception {
        Random random = new Random(7);
        Map<Long, Claimed> underWay = new HashMap<>();
        Set<Long> closed = new TreeSet<>();
        for (int step = 0; step < 400; step++) {
            switch (random.nextInt(4)) {
                case 0 -> accept("d" + random.nextInt(2), "s" + random.nextInt(5));
                case 1 ->
                        claim("d" + random.nextInt(2), 1 + random.nextInt(3))
                                .forEach(one -> underWay.put(one.id(), one));
                case 2 -> {
                    for (Claimed one : List.copyOf(underWay.values())) {
                        underWay.remove(one.id());
                        settle(any(one, random));
                        closed.add(one.id());
                    }
                }
                default -> clock.advance(Duration.ofSeconds(random.nextInt(30)));
            }
        }
        Map<DeliveryState, Long> expected = new HashMap<>();
        for (DeliveryRow row : store.list(DeliveryFilter.ALL, 1_000, 0)) {
            expected.merge(row.state(), 1L, Long::sum);
        }
        Map<DeliveryState, Long> counts = new HashMap<>(store.counts());
        counts.values().removeIf(count -> count == 0);
        assertThat(counts).isEqualTo(expected);
        assertThat(closed).isNotEmpty();
        reopen();
        long open = store.owing().values().stream().mapToLong(Long::longValue).sum();
        assertThat(store.counts().get(DeliveryState.IN_FLIGHT)).isZero();
        assertThat(
                        store.counts().get(DeliveryState.PENDING)
                                + store.counts().get(DeliveryState.RETRY_WAIT))
                .isEqualTo(open);
    }

    private Settlement any(Claimed claimed, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> claimed.delivered(attempt(Outcome.DELIVERED, ""));
            case 1 -> failed(claimed);
            case 2 -> claimed.released(attempt(Outcome.OUTAGE, "down"));
            default -> claimed.died(attempt(Outcome.REFUSED, "bad"));
        };
    }

    @Test
    void shouldReachAnEntityBehindManyOfAnother() throws Exception {
        List<Owed> blocked = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            blocked.add(new Owed("main", Notices.notice("blocked", "x")));
        }
        // In pieces, or a slow database takes longer for one answer than anybody waits.
        for (int i = 0; i < blocked.size(); i += 1_000) {
            get(store.accept(blocked.subList(i, i + 1_000)));
        }
        Claimed head = claim("main", 1).getFirst();
        long other = accept("main", "free");
        assertThat(ids(claim("main", 100))).containsExactly(other);
        settle(head.delivered(attempt(Outcome.DELIVERED, "")));
        assertThat(ids(claim("main", 100))).containsExactly(head.id() + 1);
        assertThat(store.counts().get(DeliveryState.PENDING)).isEqualTo(49_998);
    }

    @Test
    void shouldRefuseWhatIsAskedOnceClosed() throws Exception {
        close(store);
        CompletableFuture<List<Acceptance>> refused =
                store.accept(List.of(new Owed("main", Notices.notice("a", "x"))));
        assertThatThrownBy(() -> get(refused)).hasCauseInstanceOf(java.io.IOException.class);
        store = open(clock, meters);
        assertThat(store.count(DeliveryFilter.ALL)).isZero();
    }

    /** The moment of the wall clock, for subclasses. */
    protected Instant now() {
        return clock.instant();
    }
}
