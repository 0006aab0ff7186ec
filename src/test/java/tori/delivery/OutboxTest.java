package tori.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.delivery.MemoryDeliveryStore.Row;
import tori.model.Answer;
import tori.model.Departure;
import tori.model.Event;
import tori.model.Owed;
import tori.model.SendResult;
import tori.telemetry.JfrSend;
import tori.time.SystemClocks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

class OutboxTest {

    private static final SendResult DOWN = new SendResult.Failed("down", false);
    private static final SendResult ERROR =
            new SendResult.Failed("500", false, false, new Answer(500, "oops"));

    private static final SendResult UNAVAILABLE =
            new SendResult.Failed("503", false, true, new Answer(503, "later"));

    private static final SendResult TIMEOUT =
            new SendResult.Failed("timeout", true, false, Answer.NONE);

    private final OutboxBench bench = new OutboxBench();

    private Row row(int id) {
        return bench.store.row(id);
    }

    private Attempt lastAttempt(int id) {
        return row(id).attempts.getLast();
    }

    @Test
    void shouldSendWhatIsOwedAndNoteHow() throws Exception {
        bench.add("a", 1, 1);
        bench.begin();
        bench.owe("a", 1);

        assertThat(bench.depart("a", 1)).isEqualTo(SendResult.Sent.NOW);

        assertThat(bench.states()).containsExactly(DeliveryState.DELIVERED);
        assertThat(lastAttempt(1).via()).isEqualTo("a");
        assertThat(lastAttempt(1).outcome()).isEqualTo(Outcome.DELIVERED);
        assertThat(bench.receiver.flushes).isEqualTo(1);
        assertThat(bench.meters.count("delivered:a:delivered")).isEqualTo(1);
    }

    @Test
    void shouldNoteThatTheDestinationMayHaveItTwice() throws Exception {
        bench.add("a", 1, 1);
        bench.begin();
        bench.owe("a", 1);

        bench.depart("a", new SendResult.Sent(Duration.ZERO, Answer.NONE, true));

        assertThat(bench.states()).containsExactly(DeliveryState.DELIVERED);
        assertThat(lastAttempt(1).outcome()).isEqualTo(Outcome.REPEATED);
        assertThat(row(1).ambiguous).isEqualTo(1);
        assertThat(bench.meters.count("delivered:a:repeated")).isEqualTo(1);
    }

    @Test
    void shouldSendWhatWasOwedBeforeTheStart() throws Exception {
        bench.owe("a", 1, 2);
        bench.add("a", 1, 5);
        bench.begin();

        bench.departAll("a");

        assertThat(bench.receiver.requests).containsExactly(List.of(1L), List.of(2L));
    }

    @Test
    void shouldLeaveAloneWhatIsOwedToNobodyAndSendItOnceAdded() throws Exception {
        bench.owe("a", 1);
        bench.begin();
        assertThat(bench.states()).containsExactly(DeliveryState.PENDING);

        bench.add("a", 1, 1);
        bench.outbox.pass();
        bench.departAll("a");

        assertThat(bench.states()).containsExactly(DeliveryState.DELIVERED);
    }

    @Test
    void shouldSendOneOfAnEntityAtATime() throws Exception {
        bench.add("a", 5, 5);
        bench.begin();
        bench.oweOf("a", "x", 1);
        bench.oweOf("a", "x", 2);
        bench.oweOf("a", "y", 3);

        assertThat(bench.waiting("a")).isEqualTo(2);
        Trip trip = (Trip) bench.of("a").take(0);
        Batch batch = trip.begin(5, 1);
        assertThat(batch).isNotNull();
        assertThat(batch.claimed()).extracting(Claimed::id).containsExactly(3L, 1L);
        assertThat(bench.depart("a", 1)).isNull();

        trip.end(batch, SendResult.Sent.NOW);
        bench.departAll("a");
        assertThat(bench.receiver.requests).containsExactly(List.of(2L));
    }

    @Test
    void shouldAskForNoMoreDeparturesThanMayBeUnderWay() throws Exception {
        bench.add("a", 10, 3);
        bench.begin();

        bench.owe("a", 1, 2);
        assertThat(bench.waiting("a")).isEqualTo(2);

        bench.owe("a", 3, 4, 5, 6);
        assertThat(bench.waiting("a")).isEqualTo(3);
    }

    @Test
    void shouldSpreadWhatWaitsOverThePermits() throws Exception {
        bench.add("a", 10, 10);
        bench.receiver.maxBatch = 4;
        bench.begin();
        bench.owe("a", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

        bench.depart("a", 5);
        bench.depart("a", 8);
        bench.depart("a", 1);
        bench.depart("a", Integer.MAX_VALUE);

        assertThat(bench.receiver.requests)
                .containsExactly(
                        List.of(2L, 1L),
                        List.of(3L),
                        List.of(7L, 6L, 5L, 4L),
                        List.of(10L, 9L, 8L));
    }

    @Test
    void shouldClaimAheadInBoundsSoThatNoDepartureWaitsForTheDisk() throws Exception {
        bench.store.byHand();
        bench.add("a", 10, 50);
        bench.begin();
        bench.owe("a", LongStream.rangeClosed(1, 300).toArray());
        bench.store.commit();
        bench.store.report();
        bench.store.commit();
        bench.store.report();

        assertThat(bench.store.counts().get(DeliveryState.IN_FLIGHT)).isEqualTo(128);
        assertThat(bench.waiting("a")).isEqualTo(50);
        // The disk is silent from here.
        bench.departAll("a");
        assertThat(bench.receiver.requests).hasSize(128);
        assertThat(bench.store.counts().get(DeliveryState.IN_FLIGHT)).isEqualTo(128);
    }

    @Test
    void shouldHalveARefusedBatchDownToTheOnePoison() throws Exception {
        bench.add("a", 8, 1);
        bench.receiver.maxBatch = 8;
        bench.receiver.poison = 3;
        bench.begin();
        bench.store.byHand();
        bench.owe("a", 1, 2, 3, 4, 5, 6, 7, 8);
        for (int i = 0; i < 40; i++) {
            bench.store.commit();
            bench.store.report();
            if (bench.waiting("a") > 0) {
                bench.depart("a", 1);
            }
        }

        assertThat(bench.receiver.requests).contains(List.of(8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L));
        assertThat(row(3).station).isEqualTo(new Station.Failed(1));
        assertThat(lastAttempt(3).outcome()).isEqualTo(Outcome.REFUSED);
        for (Row row : bench.store.rows()) {
            if (row.id != 3) {
                assertThat(row.station).isEqualTo(new Station.Delivered(0));
            }
        }
        assertThat(bench.meters.count("delivered:a:split")).isEqualTo(8 + 4 + 2);
    }

    @Test
    void shouldWaitOutAThrottleWithoutSpendingAnAttempt() throws Exception {
        bench.add("a", 1, 1);
        bench.begin();
        bench.owe("a", 1);

        bench.depart("a", new SendResult.Throttled(Duration.ofSeconds(5), false));

        assertThat(row(1).station).isEqualTo(Station.Pending.NEW);
        assertThat(bench.outbox.isHealthy("a")).isTrue();
        bench.sleep(Duration.ofMillis(4_999));
        assertThat(bench.states()).containsExactly(DeliveryState.PENDING);
        bench.sleep(Duration.ofMillis(1));
        bench.departAll("a");
        assertThat(bench.states()).containsExactly(DeliveryState.DELIVERED);
    }

    @Test
    void shouldFailOverDuringALongPause() throws Exception {
        bench.add("a", 1, 1, "b");
        bench.add("b", 1, 1);
        bench.begin();
        bench.owe("a", 1);

        bench.depart("a", new SendResult.Throttled(Duration.ofHours(1), true));

        assertThat(bench.condition("a")).isEqualTo(OutboxStatus.Condition.PAUSED);
        bench.departAll("b");
        assertThat(lastAttempt(1).via()).isEqualTo("b");
        bench.sleep(Duration.ofHours(1));
        assertThat(bench.outbox.isHealthy("a")).isTrue();
        bench.owe("a", 2);
        bench.departAll("a");
        assertThat(lastAttempt(2).via()).isEqualTo("a");
    }

    @Test
    void shouldProbeAnOutageWithOneRequestAtDoublingIntervals() throws Exception {
        bench.add("a", 5, 5);
        bench.begin();
        bench.owe("a", 1, 2, 3, 4, 5, 6);
        bench.depart("a", DOWN);
        bench.departAll("a");

        assertThat(bench.receiver.requests).hasSize(1);
        assertThat(bench.states()).containsOnly(DeliveryState.PENDING);
        double seconds = 1;
        for (int probe = 0; probe < 9; probe++) {
            bench.sleep(Duration.ofMillis((long) (seconds * 890)));
            assertThat(bench.waiting("a")).isZero();
            bench.sleep(Duration.ofMillis((long) (seconds * 220)));
            assertThat(bench.waiting("a")).isEqualTo(1);
            bench.depart("a", DOWN);
            seconds = Math.min(10, seconds * 2);
        }
        assertThat(bench.states()).containsOnly(DeliveryState.PENDING);
        assertThat(bench.store.rows()).allMatch(row -> row.station.failures() == 0);

        bench.sleep(Duration.ofSeconds(66));
        bench.departAll("a");
        assertThat(bench.states()).containsOnly(DeliveryState.DELIVERED);
    }

    @Test
    void shouldGiveUpAfterFiveFailuresAndTellOfTheFirst() throws Exception {
        bench.add("a", 1, 1);
        bench.begin();
        for (long number = 1; number <= 2; number++) {
            bench.owe("a", number);
            for (int i = 1; i <= 4; i++) {
                bench.depart("a", ERROR);
                assertThat(row((int) number).station.failures()).isEqualTo(i);
                assertThat(bench.waiting("a")).isZero();
                bench.sleep(Duration.ofSeconds(9));
            }
            bench.depart("a", ERROR);
        }

        assertThat(row(1).station).isEqualTo(new Station.Failed(5));
        assertThat(row(2).station).isEqualTo(new Station.Failed(5));
        assertThat(lastAttempt(1).answer().status()).isEqualTo(500);
        assertThat(bench.firstDead).extracting(dead -> dead.claimed().id()).containsExactly(1L);
        assertThat(bench.dead).extracting(dead -> dead.claimed().id()).containsExactly(1L, 2L);
        assertThat(bench.meters.count("delivered:a:dead")).isEqualTo(2);
    }

    @Test
    void shouldSpendNoAttemptsOnceThreeInARowHaveFailed() throws Exception {
        bench.add("a", 1, 1);
        bench.begin();
        bench.owe("a", 1, 2, 3, 4);

        bench.depart("a", ERROR);
        bench.depart("a", ERROR);
        assertThat(bench.outbox.isHealthy("a")).isTrue();
        bench.depart("a", ERROR);
        assertThat(bench.outbox.isHealthy("a")).isFalse();
        for (int i = 0; i < 12; i++) {
            bench.sleep(Duration.ofSeconds(66));
            bench.depart("a", ERROR);
        }

        assertThat(bench.store.rows()).allMatch(row -> row.station.failures() <= 1);
        bench.sleep(Duration.ofSeconds(66));
        bench.departAll("a");
        assertThat(bench.states()).containsOnly(DeliveryState.DELIVERED);
    }

    @Test
    void shouldNotCallItAnOutageWhenOthersArriveBetween() throws Exception {
        bench.add("a", 1, 1);
        bench.begin();
        bench.owe("a", 1, 2, 3, 4, 5, 6);

        for (int i = 0; i < 3; i++) {
            bench.depart("a", ERROR);
            bench.depart("a", SendResult.Sent.NOW);
        }

        assertThat(bench.outbox.isHealthy("a")).isTrue();
    }

    @Test
    void shouldLetNothingDieForWhatItsCompanyMayHaveCaused() throws Exception {
        bench.add("a", 2, 1);
        bench.receiver.maxBatch = 2;
        bench.owe("a", 1, 2);
        bench.begin();
        for (int i = 0; i < 5; i++) {
            bench.depart("a", ERROR);
            bench.sleep(Duration.ofSeconds(60));
        }

        assertThat(bench.states()).doesNotContain(DeliveryState.FAILED);
        bench.departAll("a");
        assertThat(bench.receiver.requests.getLast()).hasSize(1);
        assertThat(bench.states()).containsOnly(DeliveryState.DELIVERED);
    }

    @Test
    void shouldSendNothingToOneThatIsGoneUntilItIsReplaced() throws Exception {
        bench.add("a", 1, 3);
        bench.begin();
        bench.owe("a", 1, 2, 3);
        bench.depart("a", new SendResult.Gone("410"));
        bench.departAll("a");

        assertThat(bench.states())
                .containsExactly(
                        DeliveryState.FAILED, DeliveryState.PENDING, DeliveryState.PENDING);
        bench.sleep(Duration.ofDays(1));
        assertThat(bench.waiting("a")).isZero();
        assertThat(bench.condition("a")).isEqualTo(OutboxStatus.Condition.GONE);

        bench.outbox.replace("a", new LaneTerms(1, 3, List.of()));
        bench.departAll("a");
        assertThat(bench.receiver.requests).hasSize(3);
    }

    @Test
    void shouldSendOneRequestUntilTheFirstAnswer() throws Exception {
        bench.add("a", 1, 5);
        bench.replace("a", 1, 5);
        bench.begin();
        bench.owe("a", 1, 2, 3, 4, 5, 6);
        assertThat(bench.waiting("a")).isEqualTo(1);
        Trip trip = (Trip) bench.of("a").take(0);
        Batch batch = trip.begin(1, 5);
        assertThat(batch).isNotNull();
        bench.outbox.pass();
        assertThat(bench.waiting("a")).isZero();
        assertThat(bench.condition("a")).isEqualTo(OutboxStatus.Condition.HEALTHY);

        trip.end(batch, ERROR);

        assertThat(bench.waiting("a")).isEqualTo(5);
    }

    @Test
    void shouldSendOneRequestAgainWhenTheFirstWasBrokenOff() throws Exception {
        bench.add("a", 1, 5);
        bench.replace("a", 1, 5);
        bench.begin();
        bench.owe("a", 1, 2, 3);
        bench.receiver.interrupted = true;
        assertThatThrownBy(() -> bench.depart("a", 1)).isInstanceOf(InterruptedException.class);
        bench.receiver.interrupted = false;

        assertThat(bench.waiting("a")).isEqualTo(1);
        bench.departAll("a");
        assertThat(bench.states()).containsOnly(DeliveryState.DELIVERED);
    }

    @Test
    void shouldLoseOneRequestOnlyToOneThatIsGoneAtTheStart() throws Exception {
        bench.add("a", 1, 50);
        bench.replace("a", 1, 50);
        bench.begin();
        bench.owe("a", LongStream.rangeClosed(1, 60).toArray());
        while (bench.waiting("a") > 0) {
            bench.depart("a", new SendResult.Gone("410"));
        }

        assertThat(bench.receiver.requests).hasSize(1);
        assertThat(bench.store.counts().get(DeliveryState.FAILED)).isEqualTo(1);
        assertThat(bench.store.counts().get(DeliveryState.PENDING)).isEqualTo(59);
    }

    @Test
    void shouldFailOverWithAllThatIsOwedToOneThatIsGone() throws Exception {
        bench.add("a", 1, 2, "b");
        bench.add("b", 1, 2);
        bench.begin();
        bench.owe("a", 1, 2);
        bench.depart("a", new SendResult.Gone("410"));
        assertThat(row(1).station).isNotEqualTo(new Station.Failed(1));
        bench.departAll("b");

        assertThat(bench.states()).containsOnly(DeliveryState.DELIVERED);
        assertThat(row(1).attempts).extracting(Attempt::via).containsExactly("a", "b");
        assertThat(row(1).attempts.getFirst().outcome()).isEqualTo(Outcome.GONE);
    }

    @Test
    void shouldForgetWhatAFormerSenderBringsBack() throws Exception {
        bench.add("a", 1, 2);
        bench.begin();
        bench.owe("a", 1, 2);
        Trip former = (Trip) bench.of("a").take(0);
        Batch batch = former.begin(1, 2);
        assertThat(batch).isNotNull();
        bench.outbox.replace("a", new LaneTerms(1, 2, List.of()));

        former.end(batch, new SendResult.Gone("410"));

        assertThat(bench.outbox.isHealthy("a")).isTrue();
        bench.departAll("a");
        assertThat(row(2).station.state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void shouldCountAnInterruptionAsAmbiguousAndPassItOn() throws Exception {
        bench.add("a", 1, 1);
        bench.begin();
        bench.owe("a", 1);
        bench.receiver.interrupted = true;

        assertThatThrownBy(() -> bench.depart("a", 1)).isInstanceOf(InterruptedException.class);

        assertThat(row(1).station.failures()).isZero();
        assertThat(lastAttempt(1).outcome()).isEqualTo(Outcome.AMBIGUOUS);
        assertThat(bench.meters.count("delivered:a:ambiguous")).isEqualTo(1);
    }

    @Test
    void shouldEndOneThatAlwaysMeetsABug() throws Exception {
        bench.add("a", 1, 1);
        bench.begin();
        bench.owe("a", 1);
        bench.receiver.broken = true;
        for (int i = 0; i < 5; i++) {
            bench.depart("a", 1);
            bench.sleep(Duration.ofSeconds(60));
        }

        assertThat(row(1).station).isEqualTo(new Station.Failed(5));
        assertThat(row(1).ambiguous).isEqualTo(5);
        assertThat(bench.meters.count("loopFailed:outbox")).isEqualTo(5);
    }

    @Test
    void shouldNotTrustWhatCouldNotBeFlushed() throws Exception {
        bench.add("a", 1, 1);
        bench.begin();
        bench.owe("a", 1);
        bench.receiver.forgets = true;

        assertThat(bench.depart("a", 1)).isInstanceOf(SendResult.Failed.class);

        assertThat(row(1).station).isInstanceOf(Station.RetryWait.class);
        assertThat(lastAttempt(1).outcome()).isEqualTo(Outcome.AMBIGUOUS);
    }

    @Test
    void shouldFailOverAndReturnWhenAProbeArrives() throws Exception {
        bench.add("a", 1, 2, "b", "c");
        bench.add("b", 1, 2, "a");
        bench.add("c", 1, 2);
        bench.begin();
        bench.owe("a", 1, 2);
        bench.depart("a", DOWN);
        bench.depart("b", DOWN);
        bench.departAll("c");
        assertThat(row(1).attempts).extracting(Attempt::via).containsExactly("a", "c");
        assertThat(row(2).attempts).extracting(Attempt::via).containsExactly("b", "c");
        assertThat(bench.outbox.isHealthy("b")).isFalse();

        // Only its own list counts: what is owed to b does not go by a to c.
        bench.owe("b", 3);
        bench.departAll("c");
        assertThat(row(3).station).isEqualTo(Station.Pending.NEW);

        bench.sleep(Duration.ofSeconds(2));
        bench.owe("a", 4);
        bench.departAll("a");
        assertThat(lastAttempt(4).via()).isEqualTo("a");
        assertThat(bench.outbox.isHealthy("a")).isTrue();
        bench.owe("a", 5);
        bench.departAll("c");
        bench.departAll("a");
        assertThat(lastAttempt(5).via()).isEqualTo("a");
    }

    @Test
    void shouldCallAnOutageWorthAnotherTryAlthoughNothingMoreIsOwed() throws Exception {
        bench.add("a", 1, 1, "b");
        bench.add("b", 1, 1);
        bench.begin();
        bench.owe("a", 1);
        bench.depart("a", DOWN);
        bench.departAll("b");
        assertThat(bench.outbox.isHealthy("a")).isFalse();

        bench.sleep(Duration.ofSeconds(2));

        assertThat(bench.outbox.isHealthy("a")).isTrue();
        assertThat(bench.condition("a")).isEqualTo(OutboxStatus.Condition.OUT);
    }

    @Test
    void shouldNotLetOneThatAlwaysFailsBarTheOthersAfterAnOutage() throws Exception {
        bench.add("a", 1, 1);
        bench.begin();
        bench.owe("a", 1, 2, 3, 4);
        bench.depart("a", DOWN);
        int probes = 0;
        while (bench.condition("a") == OutboxStatus.Condition.OUT && probes < 30) {
            bench.sleep(Duration.ofSeconds(66));
            Trip trip = (Trip) bench.of("a").take(0);
            Batch batch = trip.begin(1, 1);
            assertThat(batch).isNotNull();
            trip.end(batch, batch.oldest().id() == 1 ? ERROR : SendResult.Sent.NOW);
            probes++;
        }

        assertThat(bench.condition("a")).isEqualTo(OutboxStatus.Condition.HEALTHY);
    }

    @Test
    void shouldReachTheOthersBehindAnyNumberOfPoison() throws Exception {
        bench.add("a", 1, 1);
        bench.begin();
        bench.owe("a", LongStream.rangeClosed(1, 21).toArray());
        int probes = 0;
        while (row(21).station.state() != DeliveryState.DELIVERED && probes < 30) {
            bench.sleep(Duration.ofSeconds(11));
            probes += departPoisoned(20);
        }

        assertThat(row(21).station.state()).isEqualTo(DeliveryState.DELIVERED);
    }

    /** Up to that number all fail; returns how many departed. */
    private int departPoisoned(long poison) throws Exception {
        int departed = 0;
        while (bench.waiting("a") > 0) {
            Trip trip = (Trip) bench.of("a").take(0);
            Batch batch = trip.begin(1, 1);
            if (batch != null) {
                departed++;
                trip.end(batch, batch.oldest().id() <= poison ? ERROR : SendResult.Sent.NOW);
            }
        }
        return departed;
    }

    private int departWith(SendResult forFirst) throws Exception {
        int departed = 0;
        while (bench.waiting("a") > 0) {
            Trip trip = (Trip) bench.of("a").take(0);
            Batch batch = trip.begin(1, 1);
            if (batch != null) {
                departed++;
                trip.end(batch, batch.oldest().id() == 1 ? forFirst : SendResult.Sent.NOW);
            }
        }
        return departed;
    }

    @Test
    void shouldBlameOneThatAlwaysAnswersLikeAnOutageWhileOthersArrive() throws Exception {
        bench.add("a", 1, 1);
        bench.begin();
        int outages = 0;
        for (int i = 1; i <= 60; i++) {
            bench.owe("a", i);
            departWith(UNAVAILABLE);
            outages += bench.condition("a") == OutboxStatus.Condition.OUT ? 1 : 0;
            bench.sleep(Duration.ofSeconds(11));
        }

        assertThat(row(1).station).isEqualTo(new Station.Failed(5));
        assertThat(outages).isLessThanOrEqualTo(4);
        assertThat(bench.store.rows().subList(1, 59))
                .allMatch(row -> row.station.equals(new Station.Delivered(0)));
    }

    @Test
    void shouldEndWhatFailsForEverAlthoughNothingContradictsIt() throws Exception {
        for (SendResult answer : List.of(UNAVAILABLE, ERROR, TIMEOUT)) {
            OutboxBench own = new OutboxBench();
            own.add("a", 1, 1);
            own.begin();
            own.owe("a", 1, 2, 3, 4);
            for (int second = 0; second < 890; second++) {
                fail(own, answer);
            }
            assertThat(own.store.rows()).allMatch(row -> row.station.failures() <= 1);
            for (int second = 0; second < 600; second++) {
                fail(own, answer);
            }
            assertThat(own.states()).containsOnly(DeliveryState.FAILED);
        }
    }

    private static void fail(OutboxBench own, SendResult answer) throws Exception {
        if (own.waiting("a") > 0) {
            own.depart("a", answer);
        }
        own.sleep(Duration.ofSeconds(1));
    }

    @Test
    void shouldBlameAnUnreachableDestinationForEver() throws Exception {
        bench.add("a", 1, 1);
        bench.begin();
        bench.owe("a", 1, 2);
        for (int second = 0; second < 3_000; second++) {
            fail(bench, second % 7 == 0 ? UNAVAILABLE : DOWN);
        }

        assertThat(bench.store.rows()).allMatch(row -> row.station.failures() == 0);
    }

    @Test
    void shouldNotBelieveAFailoverThatRefusesForGood() throws Exception {
        bench.add("a", 1, 1, "b");
        bench.add("b", 1, 1);
        bench.begin();
        bench.owe("a", 1);
        bench.depart("a", DOWN);
        bench.depart("b", new SendResult.Refused("400"));

        assertThat(row(1).station).isEqualTo(Station.Pending.NEW);
        assertThat(lastAttempt(1).via()).isEqualTo("b");
        assertThat(lastAttempt(1).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(bench.condition("b")).isEqualTo(OutboxStatus.Condition.OUT);
        bench.departAll("b");
        assertThat(bench.receiver.requests).hasSize(2);
        bench.sleep(Duration.ofMillis(1_200));
        bench.departAll("a");
        assertThat(row(1).station).isEqualTo(new Station.Delivered(0));
    }

    @Test
    void shouldNotLetARefusedFailoverBarTheFailoversOwn() throws Exception {
        bench.add("a", 1, 1, "b");
        bench.add("b", 1, 1);
        bench.begin();
        bench.owe("a", 1);
        bench.depart("a", DOWN);
        int out = 0;
        for (int i = 2; i < 60; i++) {
            bench.owe("b", i);
            out += bench.condition("b") == OutboxStatus.Condition.OUT ? 1 : 0;
            departFailing(i % 2 == 0);
            bench.sleep(Duration.ofSeconds(11));
        }

        assertThat(row(1).station.failures()).isZero();
        assertThat(out).isLessThanOrEqualTo(2);
        assertThat(bench.store.rows().subList(1, 58))
                .allMatch(row -> row.station.state() == DeliveryState.DELIVERED);
    }

    private void departFailing(boolean ownFirst) throws Exception {
        for (String name : ownFirst ? List.of("a", "b") : List.of("b", "a")) {
            while (bench.waiting(name) > 0) {
                Trip trip = (Trip) bench.of(name).take(0);
                Batch batch = trip.begin(1, 1);
                if (batch != null) {
                    trip.end(batch, name.equals("a") ? DOWN : answerOfB(batch));
                }
            }
        }
    }

    private static SendResult answerOfB(Batch batch) {
        return batch.failsOver() ? new SendResult.Refused("400") : SendResult.Sent.NOW;
    }

    @Test
    void shouldNotDieBecauseAFailoverIsGone() throws Exception {
        bench.add("a", 1, 1, "b");
        bench.add("b", 1, 1);
        bench.begin();
        bench.owe("a", 1);
        bench.depart("a", DOWN);
        bench.depart("b", new SendResult.Gone("410"));

        assertThat(row(1).station).isEqualTo(Station.Pending.NEW);
        assertThat(lastAttempt(1).outcome()).isEqualTo(Outcome.GONE);
        assertThat(bench.condition("b")).isEqualTo(OutboxStatus.Condition.GONE);
        bench.sleep(Duration.ofMillis(1_200));
        bench.departAll("a");
        assertThat(row(1).station).isEqualTo(new Station.Delivered(0));
    }

    @Test
    void shouldProbeWithTheOnlyOneThatIsOwedWithoutAPause() throws Exception {
        bench.add("a", 1, 1);
        bench.begin();
        bench.owe("a", 1);
        bench.depart("a", UNAVAILABLE);
        bench.sleep(Duration.ofMillis(1_100));
        bench.depart("a", UNAVAILABLE);

        bench.sleep(Duration.ofMillis(2_200));

        bench.departAll("a");
        assertThat(bench.states()).containsExactly(DeliveryState.DELIVERED);
    }

    @Test
    void shouldGiveBackWhatIsTurnedAwayAndNotSpin() throws Exception {
        bench.add("a", 1, 3);
        bench.begin();
        bench.of("a").close();
        bench.owe("a", 1, 2, 3);

        assertThat(bench.of("a").requests()).isLessThanOrEqualTo(3);
        assertThat(bench.states()).containsOnly(DeliveryState.PENDING);
        for (int i = 0; i < 60; i++) {
            bench.sleep(Duration.ofSeconds(1));
        }
        assertThat(bench.of("a").requests()).isBetween(5, 12);
        bench.of("a").open();
        bench.sleep(Duration.ofSeconds(66));
        bench.departAll("a");
        assertThat(bench.states()).containsOnly(DeliveryState.DELIVERED);
    }

    @Test
    void shouldKeepWhatIsOwedToARemovedDestination() throws Exception {
        bench.add("a", 1, 3);
        bench.begin();
        bench.owe("a", 1, 2);

        bench.outbox.remove("a");

        assertThat(bench.states()).containsOnly(DeliveryState.PENDING);
        assertThat(bench.depart("a", 1)).isNull();
        bench.owe("a", 3);
        bench.add("a", 1, 3);
        bench.outbox.pass();
        bench.departAll("a");
        assertThat(bench.states()).containsOnly(DeliveryState.DELIVERED);
    }

    @Test
    void shouldSendARetryThatARemovedLaneLeftToItsSuccessor() throws Exception {
        bench.add("a", 1, 1);
        bench.begin();
        bench.owe("a", 1);
        Trip trip = (Trip) bench.of("a").take(0);
        Batch batch = trip.begin(1, 1);
        assertThat(batch).isNotNull();
        bench.outbox.remove("a");
        bench.add("a", 1, 1);
        bench.outbox.pass();

        trip.end(batch, ERROR);
        bench.outbox.pass();
        bench.sleep(Duration.ofSeconds(2));

        bench.departAll("a");
        assertThat(bench.states()).containsExactly(DeliveryState.DELIVERED);
    }

    @Test
    void shouldSettleWhatIsUnderWayAndGiveBackTheRestWhenStopped() throws Exception {
        bench.add("a", 1, 3);
        bench.begin();
        bench.owe("a", 1, 2, 3);
        Trip trip = (Trip) bench.of("a").take(0);
        Batch batch = trip.begin(1, 3);
        assertThat(batch).isNotNull();

        assertThat(bench.outbox.stop(Duration.ZERO)).isEqualTo(1);
        assertThat(bench.depart("a", 1)).isNull();
        assertThat(bench.states())
                .containsExactly(
                        DeliveryState.IN_FLIGHT, DeliveryState.PENDING, DeliveryState.PENDING);
        trip.end(batch, SendResult.Sent.NOW);
        assertThat(bench.outbox.stop(Duration.ZERO)).isZero();
        assertThat(row(1).station.state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(bench.store.rows()).allMatch(row -> row.ambiguous == 0);
    }

    @Test
    void shouldAskAgainWhenTheStoreCannotBeRead() throws Exception {
        bench.add("a", 1, 1);
        bench.begin();
        bench.owe("a", 1);
        bench.depart("a", ERROR);
        bench.store.unreadable(true);
        bench.sleep(Duration.ofSeconds(2));
        assertThat(bench.waiting("a")).isZero();

        bench.store.unreadable(false);
        bench.sleep(Duration.ofSeconds(1));

        bench.departAll("a");
        assertThat(bench.states()).containsExactly(DeliveryState.DELIVERED);
    }

    @Test
    void shouldMeasureOnlyWhatThisRunHasSeenAndOnlyOnce() throws Exception {
        bench.add("a", 1, 1);
        bench.begin();
        bench.owe("a", 1);
        var _ = bench.store.accept(List.of(new Owed("a", Deliveries.event("x", 2, 5))));
        bench.depart("a", SendResult.Sent.NOW);
        bench.depart("a", ERROR);
        bench.sleep(Duration.ofSeconds(2));
        bench.departAll("a");

        assertThat(bench.meters.count("detectToSend:a")).isEqualTo(1);
    }

    @Test
    void shouldNoteInTheRecordingHowLongItTook(@TempDir Path folder) throws Exception {
        bench.add("a", 1, 1);
        bench.begin();
        bench.clock.advance(Duration.ofMillis(3));
        Event seen = Deliveries.event("x", 2, bench.clock.nanoTime());
        bench.clock.advance(Duration.ofMillis(2));
        Path file = folder.resolve("sends.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(JfrSend.class).withoutThreshold();
            recording.start();
            var _ = bench.store.accept(List.of(new Owed("a", seen)));
            bench.depart("a", ERROR);
            bench.sleep(Duration.ofSeconds(2));
            bench.departAll("a");
            recording.stop();
            recording.dump(file);
        }

        assertThat(RecordingFile.readAllEvents(file))
                .filteredOn(event -> event.getString("destination").equals("a"))
                .extracting(event -> event.getLong("detectToSendNanos"))
                .as("of the first attempt; of the second it says nothing")
                .containsExactlyInAnyOrder(2_000_000L, 0L);
    }

    @Test
    void shouldRetryByItsOwnThread() throws Exception {
        MemoryDeliveryStore store = new MemoryDeliveryStore(SystemClocks.wall());
        ScriptedReceiver receiver = new ScriptedReceiver();
        receiver.answers.add(ERROR);
        Outbox outbox =
                new Outbox(
                        store,
                        new OutboxServices(
                                bench.meters,
                                SystemClocks.monotonic(),
                                SystemClocks.wall(),
                                new Random(7),
                                RetryPolicy.STANDARD,
                                (dead, first) -> {}));
        outbox.add(
                "a",
                departure -> {
                    var _ = Thread.startVirtualThread(() -> departNow(departure, receiver));
                },
                new LaneTerms(1, 1, List.of()));
        outbox.start();
        assertThat(outbox.alive()).isTrue();
        var _ = store.accept(List.of(Deliveries.owed("a", "x", 1)));

        await().until(() -> store.row(1).station.state() == DeliveryState.DELIVERED);

        assertThat(outbox.stop(Duration.ofSeconds(5))).isZero();
        assertThat(outbox.alive()).isFalse();
    }

    private static void departNow(Departure departure, ScriptedReceiver receiver) {
        try {
            departure.depart(receiver, 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
