package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import tori.model.SendResult;
import tori.telemetry.CountingMeters;
import tori.time.SettableClock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What lanes of one host may have under way together. */
class HostsTest {

    private static final LaneSettings UNLIMITED = new LaneSettings(null, 256, null);
    private static final int MOST = Hosts.MAX_UNDER_WAY;

    private final SettableClock clock = new SettableClock();
    private final ManualThreads threads = new ManualThreads();
    private final FreshestLanes lanes =
            new FreshestLanes(clock, new Random(1), new CountingMeters(), SendLog.NONE, threads);
    private final Dispatcher dispatcher = lanes.dispatcher();

    private static ScriptedSender to(String host) {
        ScriptedSender sender = new ScriptedSender();
        sender.host = host;
        sender.maxInFlight = 2 * MOST;
        return sender;
    }

    private DispatchQueue open(String name, ScriptedSender sender) {
        DispatchQueue queue = lanes.add(name, sender, UNLIMITED);
        dispatcher.runOnce();
        while (threads.names().contains("limits " + name)) {
            threads.next("limits " + name).run();
        }
        dispatcher.runOnce();
        return queue;
    }

    private void offer(DispatchQueue queue, int events) {
        for (int i = 0; i < events; i++) {
            queue.accept(Events.price(i, clock.nanoTime()));
        }
        dispatcher.runOnce();
    }

    private int underWay(String name) {
        return Collections.frequency(threads.names(), "send " + name);
    }

    @Test
    void shouldBoundOneLane() {
        DispatchQueue queue = open("main", to("a"));
        offer(queue, MOST + 10);
        assertThat(underWay("main")).isEqualTo(MOST);
        threads.next().run();
        assertThat(underWay("main")).isEqualTo(MOST - 1);
        assertThat(dispatcher.runOnce()).isEqualTo(SlidingWindow.NEVER);
        assertThat(underWay("main")).isEqualTo(MOST);
    }

    @Test
    void shouldNotBoundWhatIsNotAHost() {
        DispatchQueue queue = open("main", to(""));
        offer(queue, 2 * MOST);
        assertThat(underWay("main")).isEqualTo(2 * MOST);
    }

    @Test
    void shouldBoundEventsAndDeparturesOfAllLanesOfAHostTogether() {
        DispatchQueue first = open("first", to("a"));
        DispatchQueue second = open("second", to("a"));
        offer(first, MOST - 1);
        for (int i = 0; i < MOST; i++) {
            second.request(new ScriptedDeparture(100 + i));
        }
        dispatcher.runOnce();
        assertThat(underWay("first")).isEqualTo(MOST - 1);
        assertThat(underWay("second")).isOne();
    }

    @Test
    void shouldNotDelayAnotherHost() {
        DispatchQueue slow = open("slow", to("a"));
        DispatchQueue quick = open("quick", to("b"));
        offer(slow, 2 * MOST);
        offer(quick, 3);
        quick.request(new ScriptedDeparture(100));
        dispatcher.runOnce();
        assertThat(underWay("slow")).isEqualTo(MOST);
        assertThat(underWay("quick")).isEqualTo(4);
    }

    @Test
    void shouldLetLanesOfAFullHostTakeTurns() {
        DispatchQueue first = open("first", to("a"));
        DispatchQueue second = open("second", to("a"));
        DispatchQueue third = open("third", to("a"));
        offer(first, MOST + 10);
        offer(second, 10);
        for (int i = 0; i < 10; i++) {
            third.request(new ScriptedDeparture(100 + i));
        }
        dispatcher.runOnce();
        List<String> begun = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            threads.next().run();
            dispatcher.runOnce();
            begun.add(threads.names().getLast());
        }
        assertThat(begun.subList(0, 3))
                .containsExactlyInAnyOrder("send first", "send second", "send third");
        assertThat(begun.subList(3, 6)).isEqualTo(begun.subList(0, 3));
        assertThat(begun.subList(6, 9)).isEqualTo(begun.subList(0, 3));
    }

    @Test
    void shouldCountWhatEarlierSendersAndRemovedLanesHaveUnderWay() {
        DispatchQueue removed = open("removed", to("a"));
        offer(removed, MOST);
        lanes.remove("removed");
        DispatchQueue next = open("next", to("a"));
        offer(next, 2);
        assertThat(underWay("next")).isZero();
        threads.next("send removed").run();
        dispatcher.runOnce();
        assertThat(underWay("next")).isOne();
    }

    @Test
    void shouldGiveThePlaceBackHoweverARequestEnds() {
        ScriptedSender sender = to("a");
        DispatchQueue queue = open("main", sender);
        ScriptedSender other = to("a");
        DispatchQueue rival = open("rival", other);
        for (int i = 0; i < MOST - 5; i++) {
            queue.request(new ScriptedDeparture(100));
        }
        queue.request(ScriptedDeparture.broken());
        queue.request(ScriptedDeparture.withoutSending());
        offer(queue, 3);
        sender.answers.add(new SendResult.Failed("no route", false));
        sender.answers.add(new SendResult.Refused("poison"));
        sender.answers.add(new SendResult.Throttled(Duration.ofSeconds(1), false));
        sender.answers.add(new SendResult.Gone("404"));
        while (underWay("main") > 0) {
            threads.next("send main").run();
        }
        dispatcher.runOnce();
        offer(rival, MOST + 10);
        assertThat(underWay("rival")).isEqualTo(MOST);
    }

    @Test
    void shouldRefuseAnEndOfNothing() {
        Hosts hosts = new Hosts();
        hosts.enter("a");
        hosts.leave("a");
        assertThat(hosts.underWay("a")).isZero();
        assertThatThrownBy(() -> hosts.leave("a")).isInstanceOf(IllegalStateException.class);
    }
}
