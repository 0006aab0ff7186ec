package tori;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tori.config.Config;
import tori.config.ConfigDifference;
import tori.delivery.MemoryDeliveryStore;
import tori.delivery.Outbox;
import tori.delivery.OutboxServices;
import tori.delivery.RetryPolicy;
import tori.dispatch.FreshestLanes;
import tori.dispatch.SendLog;
import tori.http.Resolver;
import tori.incident.Gate;
import tori.model.MonitorId;
import tori.model.UuidV7;
import tori.poll.FetchException;
import tori.poll.ForgetfulStore;
import tori.poll.PollResult;
import tori.poll.PollSchedule;
import tori.poll.PollServices;
import tori.poll.PollStatus;
import tori.telemetry.CountingMeters;
import tori.time.SettableClock;
import tori.uptime.WatchEnds;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** What a reload leaves alone, with the wheel's real thread and a clock that stands still. */
class WatchesTest {

    private static final String BEFORE =
            """
            defaults: {interval: 1h, notify: [one]}
            destinations: {one: {type: console}, two: {type: console}}
            sites:
              - name: a
                url: https://a.example
                monitors: [{name: m, type: shopify}]
              - name: b
                url: https://b.example
                monitors: [{name: m, type: shopify}]
              - name: c
                url: https://c.example
                monitors: [{name: m, type: shopify}]
            """;

    private final SettableClock clock = new SettableClock();
    private final CountingMeters meters = new CountingMeters();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private final Resolver resolver =
            new Resolver(Resolver.Lookup.SYSTEM, Resolver.Limits.DEFAULT, clock);
    private final FreshestLanes lanes =
            new FreshestLanes(clock, new Random(1), meters, SendLog.NONE);
    private final Outbox outbox =
            new Outbox(
                    new MemoryDeliveryStore(clock),
                    new OutboxServices(
                            meters,
                            clock,
                            clock,
                            new Random(1),
                            RetryPolicy.STANDARD,
                            (settlement, first) -> {}));
    private final SenderFactory senders = new SenderFactory(resolver, clock, clock);
    private final RecentEvents recent = new RecentEvents();
    private final Destinations destinations = new Destinations(lanes, outbox, recent, meters);
    private final PollSchedule schedule =
            new PollSchedule(
                    new PollServices(new ForgetfulStore(), meters, clock, clock),
                    new Random(1),
                    100);
    private final Watches watches =
            new Watches(
                    new MonitorFactory(
                            fetch -> {
                                asked.merge(fetch.uri().getHost(), 1, Integer::sum);
                                throw new FetchException(PollResult.Cause.NOT_FOUND, "404", null);
                            },
                            new ForgetfulStore(),
                            clock,
                            clock,
                            new UuidV7(clock, new Random(1)),
                            meters),
                    destinations,
                    schedule,
                    recent,
                    UptimeFixtures.uptime(new ForgetfulStore(), clock),
                    new Farewells(
                            new WatchEnds(
                                    UptimeFixtures.services(
                                            new ForgetfulStore(),
                                            UptimeFixtures.EMPTY,
                                            Gate.OPEN,
                                            clock)),
                            UptimeFixtures.EMPTY,
                            meters,
                            recent));

    @AfterEach
    void stop() throws InterruptedException {
        assertThat(schedule.stop(Duration.ofSeconds(20))).isTrue();
        senders.close();
        resolver.close();
    }

    private static MonitorId monitor(String site) {
        return new MonitorId(site, "m");
    }

    private Config start(String text) {
        Config config = Configs.of(text);
        destinations.open(
                PreparedDestinations.of(
                        config.destinations(), config.destinations().keySet(), senders::sender),
                List.copyOf(config.destinations().keySet()));
        watches.start(config);
        // All three are due within half a second of each other, and fail once.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> {
                    clock.advance(Duration.ofMillis(100));
                    return asked.size() == 3 && isParked();
                });
        return config;
    }

    private boolean isParked() {
        return schedule.statuses().stream()
                .allMatch(status -> status.lastResult() != null && !status.running());
    }

    private Config swap(Config before, String text) {
        Config after = Configs.of(text);
        ConfigDifference difference = ConfigDifference.between(before, after);
        destinations.open(
                PreparedDestinations.of(
                        after.destinations(), difference.destinations().changed(), senders::sender),
                List.copyOf(after.destinations().keySet()));
        watches.swap(before, after, difference.monitors());
        return after;
    }

    private Map<String, Instant> due() {
        Map<String, Instant> due = new HashMap<>();
        for (PollStatus status : schedule.statuses()) {
            due.put(status.id().site(), status.nextDue());
        }
        return due;
    }

    @Test
    void shouldKeepTheTimersOfWhatIsUntouchedAndOfWhatOnlyTellsSomebodyElse() {
        Config before = start(BEFORE);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> due().values().stream().allMatch(this::isLater));
        Map<String, Instant> due = due();
        String after =
                BEFORE.replace(
                                "https://a.example",
                                "https://a.example\n    notify: [two, {to: one, events: [new]}]")
                        .replace("https://c.example", "https://c.example\n    cooldown: 5m")
                        .replace("{type: console}, two", "{type: console, queue: 9}, two");

        swap(before, after);

        assertThat(due()).containsEntry("a", due.get("a")).containsEntry("b", due.get("b"));
        PollStatus untouched = Objects.requireNonNull(schedule.status(monitor("a")));
        assertThat(untouched.lastResult()).isEqualTo("not_found");
        // The one that looks for something else looks soon.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> {
                    clock.advance(Duration.ofMillis(100));
                    return asked.getOrDefault("c.example", 0) == 2;
                });
        assertThat(asked).containsEntry("a.example", 1).containsEntry("b.example", 1);
    }

    private boolean isLater(Instant due) {
        return due.isAfter(clock.instant().plus(Duration.ofMinutes(5)));
    }

    @Test
    void shouldListWhatIsSwitchedOffButNotLookAtIt() {
        Config before = start(BEFORE);
        swap(before, BEFORE.replace("https://b.example", "https://b.example\n    enabled: false"));
        assertThat(watches.ids()).doesNotContain(monitor("b"));
        assertThat(schedule.status(monitor("b"))).isNull();
        assertThat(watches.listed())
                .containsExactly(
                        new Watches.Listed(monitor("a"), true),
                        new Watches.Listed(monitor("b"), false),
                        new Watches.Listed(monitor("c"), true));
    }

    @Test
    void shouldEndWhatIsTakenOut() {
        Config before = start(BEFORE);
        Config after = swap(before, BEFORE.replace("name: b", "name: d"));
        assertThat(watches.ids()).contains(monitor("d")).doesNotContain(monitor("b"));
        assertThat(schedule.status(monitor("b"))).isNull();
        List<String> sites = new ArrayList<>();
        after.monitors().forEach(each -> sites.add(each.id().site()));
        assertThat(sites).containsExactly("a", "d", "c");
        assertThat(watches.all()).containsExactly(monitor("a"), monitor("d"), monitor("c"));
    }
}
