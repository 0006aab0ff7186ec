package tori;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tori.config.DeliveryConfig;
import tori.config.DeliveryMode;
import tori.config.MonitorConfig;
import tori.config.RouteConfig;
import tori.dispatch.DispatchQueue;
import tori.dispatch.FreshestLanes;
import tori.dispatch.LaneSettings;
import tori.dispatch.SendLog;
import tori.model.Before;
import tori.model.CatalogData;
import tori.model.Ending;
import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Owed;
import tori.model.SendResult;
import tori.model.Sender;
import tori.telemetry.SilentMeters;
import tori.time.SystemClocks;
import tori.wire.SampleEvents;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who of several destinations is told which of a monitor's events. */
class FanOutTest {

    private final FreshestLanes lanes =
            new FreshestLanes(
                    SystemClocks.monotonic(), new Random(1), new SilentMeters(), SendLog.NONE);
    private final Map<String, List<Event>> got = new ConcurrentHashMap<>();
    private final Map<String, Route> routes = new HashMap<>();
    private final Map<Route, Route> standIns = new HashMap<>();
    private final Map<String, List<Ending>> ended = new ConcurrentHashMap<>();
    private FanOut fanOut;
    private boolean drained;

    /** Keeps what it is given and told. */
    private final class Listener implements Sender {
        private final String name;

        Listener(String name) {
            this.name = name;
        }

        @Override
        public SendResult send(List<Event> events) {
            got.get(name).addAll(events);
            return SendResult.Sent.NOW;
        }

        @Override
        public boolean ended(Ending ending) {
            ended.computeIfAbsent(name, key -> new CopyOnWriteArrayList<>()).add(ending);
            return false;
        }
    }

    @BeforeEach
    void open() {
        lanes.start();
        for (String name : List.of("main", "vip", "log")) {
            got.put(name, new CopyOnWriteArrayList<>());
            Sender sender = new Listener(name);
            LaneSettings settings = new LaneSettings(null, 64, null);
            DeliveryMode mode =
                    name.equals("log") ? DeliveryMode.GUARANTEED : DeliveryMode.FRESHEST;
            DeliveryConfig config =
                    new DeliveryConfig(mode, null, 64, Duration.ofMinutes(2), List.of());
            DispatchQueue queue = lanes.add(name, sender, settings);
            Amending amending = new Amending(name, queue.whenIdle(), sender, new SilentMeters());
            routes.put(name, new Route(name, queue, amending, config));
        }
    }

    @AfterEach
    void close() throws InterruptedException {
        drain();
    }

    private void drain() throws InterruptedException {
        if (!drained) {
            drained = true;
            assertThat(lanes.drainAndStop(Duration.ofSeconds(10))).isEmpty();
        }
    }

    private void tell(String notify) {
        List<FanOut.Told> told = new ArrayList<>();
        for (RouteConfig config : monitor(notify).told().routes()) {
            told.add(new FanOut.Told(routes.get(config.destination()), new EventChoice(config)));
        }
        fanOut = new FanOut(told, route -> standIns.getOrDefault(route, route), new RecentEvents());
    }

    private static MonitorConfig monitor(String notify) {
        return Configs.of(
                        """
                        destinations:
                          main: {type: console}
                          vip: {type: console}
                          log: {type: console}
                        sites:
                          - name: a
                            url: https://a.example
                            monitors: [{name: m, type: shopify, notify: %s}]
                        """
                                .formatted(notify))
                .monitors()
                .getFirst();
    }

    private static Event event(EventType type, String size, String before) {
        CatalogData data = (CatalogData) SampleEvents.restocked().data();
        CatalogData priced =
                new CatalogData(
                        data.entity(),
                        data.sequence(),
                        data.product(),
                        SampleEvents.variant(2, size),
                        List.of(),
                        new Before(false, before),
                        null);
        Event sample = SampleEvents.of(type, priced);
        return new Event(
                UUID.randomUUID(),
                sample.source(),
                type,
                "1/" + size,
                sample.time(),
                SystemClocks.monotonic().nanoTime(),
                priced);
    }

    @Test
    void shouldTellEachItsOwn() throws InterruptedException {
        tell("[main, {to: vip, events: [restocked, price_drop], match: {options: {size: '10'}}}]");
        Event ten = event(EventType.RESTOCKED, "10", "59.99");
        Event eleven = event(EventType.RESTOCKED, "11", "59.99");
        Event soldOut = event(EventType.SOLD_OUT, "10", "59.99");
        Event dearer = event(EventType.PRICE_CHANGED, "10", "1.00");
        Event cheaper = event(EventType.PRICE_CHANGED, "10", "100.00");
        fanOut.acceptAll(List.of(ten, eleven, dearer, cheaper));
        // What is sold out before it was told is not told as restocked.
        await().untilAsserted(() -> assertThat(got.get("main")).contains(eleven));
        fanOut.accept(soldOut);
        drain();
        assertThat(got.get("main")).contains(eleven, dearer, cheaper, soldOut);
        assertThat(got.get("vip")).contains(cheaper).doesNotContain(eleven, dearer, soldOut);
        assertThat(fanOut.tells("vip", ten)).isTrue();
        assertThat(fanOut.tells("vip", eleven)).isFalse();
        assertThat(fanOut.tells("log", ten)).isFalse();
    }

    @Test
    void shouldOweOnlyWhatIsSelected() {
        tell("[{to: log, events: sold_out}, main]");
        Event soldOut = event(EventType.SOLD_OUT, "10", "59.99");
        Event restocked = event(EventType.RESTOCKED, "11", "59.99");
        assertThat(fanOut.owed(List.of(restocked, soldOut)))
                .containsExactly(new Owed("log", soldOut));
        assertThat(fanOut.owes()).isTrue();
        tell("[main]");
        assertThat(fanOut.owes()).isFalse();
    }

    @Test
    void shouldTellTheStandInWhatItIsNotToldAnyway() throws InterruptedException {
        tell("[main, {to: vip, events: [restocked]}]");
        standIns.put(routes.get("main"), routes.get("vip"));
        Event restocked = event(EventType.RESTOCKED, "10", "59.99");
        Event dearer = event(EventType.PRICE_CHANGED, "10", "1.00");
        fanOut.acceptAll(List.of(restocked, dearer));
        drain();
        assertThat(got.get("main")).isEmpty();
        assertThat(got.get("vip")).containsExactlyInAnyOrder(restocked, dearer);
    }

    @Test
    void shouldSayWhatHasEndedToWhomIsToldAndToWhoStandsIn() {
        List<Ending> endings = List.of(new Ending(new MonitorId("a", "m"), "1/2", Instant.EPOCH));
        tell("[{to: main, events: [new]}]");
        fanOut.ended(endings);
        assertThat(ended).containsOnlyKeys("main");
        standIns.put(routes.get("main"), routes.get("vip"));
        fanOut.ended(endings);
        assertThat(ended.get("main")).hasSize(2);
        assertThat(ended.get("vip")).isEqualTo(endings);
        assertThat(ended).doesNotContainKey("log");
    }
}
