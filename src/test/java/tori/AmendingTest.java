package tori;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import tori.model.Departure;
import tori.model.Ending;
import tori.model.Event;
import tori.model.MonitorId;
import tori.model.SendResult;
import tori.model.Sender;
import tori.telemetry.CountingMeters;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

class AmendingTest {

    private static final List<Ending> ENDED =
            List.of(
                    new Ending(new MonitorId("s", "m"), "1/2", Instant.EPOCH),
                    new Ending(new MonitorId("s", "m"), "1/3", Instant.EPOCH));

    /** Owes an amendment for each ending, and answers what it is told to. */
    private static final class Keeper implements Sender {
        final List<Ending> endings = new ArrayList<>();
        final Deque<SendResult> answers = new ArrayDeque<>();
        boolean amends = true;
        boolean interrupted;
        int amended;

        @Override
        public SendResult send(List<Event> events) {
            return SendResult.Sent.NOW;
        }

        @Override
        public boolean ended(Ending ending) {
            endings.add(ending);
            return amends;
        }

        @Override
        public SendResult amend() throws InterruptedException {
            if (interrupted) {
                interrupted = false;
                throw new InterruptedException();
            }
            if (amended == endings.size()) {
                return null;
            }
            SendResult answer = answers.isEmpty() ? SendResult.Sent.NOW : answers.remove();
            amended += answer instanceof SendResult.Throttled ? 0 : 1;
            return answer;
        }
    }

    private final Keeper keeper = new Keeper();
    private final CountingMeters meters = new CountingMeters();
    private final Deque<Departure> idle = new ArrayDeque<>();
    private final Amending amending = new Amending("main", idle::add, keeper, meters);

    private void departAll() throws InterruptedException {
        while (!idle.isEmpty()) {
            idle.remove().depart(keeper, 1);
        }
    }

    @Test
    void shouldAskForOneMomentAtATime() throws InterruptedException {
        amending.ended(ENDED);
        amending.ended(ENDED);
        assertThat(idle).hasSize(1);

        departAll();
        assertThat(keeper.amended).isEqualTo(4);
        assertThat(meters.count("edited:main:edited")).isEqualTo(4);
        amending.ended(ENDED);
        assertThat(idle).hasSize(1);
    }

    @Test
    void shouldCountHowEachEnded() throws InterruptedException {
        keeper.answers.add(new SendResult.Throttled(Duration.ofSeconds(1), false));
        keeper.answers.add(new SendResult.Refused("deleted"));
        keeper.answers.add(new SendResult.Failed("no answer", true));
        amending.ended(ENDED);
        departAll();

        assertThat(meters.count("edited:main:throttled")).isOne();
        assertThat(meters.count("edited:main:refused")).isOne();
        assertThat(meters.count("edited:main:failed")).isOne();
        assertThat(meters.count("edited:main:edited")).isZero();
    }

    @Test
    void shouldComeBackAfterItHadToMakeWay() throws InterruptedException {
        keeper.interrupted = true;
        amending.ended(ENDED);
        Departure first = idle.remove();
        assertThatThrownBy(() -> first.depart(keeper, 1)).isInstanceOf(InterruptedException.class);
        departAll();

        assertThat(meters.count("edited:main:interrupted")).isOne();
        assertThat(keeper.amended).isEqualTo(2);
    }

    @Test
    void shouldAskForNothingWhereNothingIsEdited() {
        keeper.amends = false;
        amending.ended(ENDED);

        assertThat(idle).isEmpty();
    }

    @Test
    void shouldAskAnewAfterItWasTurnedAway() {
        amending.ended(ENDED);
        idle.remove().turnedAway("closed");
        amending.ended(ENDED);

        assertThat(idle).hasSize(1);
    }

    @Test
    void shouldTellTheSenderInForce() {
        Keeper next = new Keeper();
        amending.sender(next);
        amending.ended(ENDED);

        assertThat(next.endings).hasSize(2);
        assertThat(keeper.endings).isEmpty();
    }
}
