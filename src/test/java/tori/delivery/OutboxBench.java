package tori.delivery;

import org.jspecify.annotations.Nullable;

import tori.model.Departure;
import tori.model.SendResult;
import tori.telemetry.CountingMeters;
import tori.time.SettableClock;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

/** An outbox without threads, with all that surrounds it in a test's hands. */
final class OutboxBench {

    final SettableClock clock = new SettableClock();
    final MemoryDeliveryStore store = new MemoryDeliveryStore(clock);
    final CountingMeters meters = new CountingMeters();
    final List<Settlement> dead = new ArrayList<>();
    final List<Settlement> firstDead = new ArrayList<>();
    final ScriptedReceiver receiver = new ScriptedReceiver();
    final Map<String, ManualDepartures> departures = new HashMap<>();
    final Outbox outbox =
            new Outbox(
                    store,
                    new OutboxServices(
                            meters, clock, clock, new Random(7), RetryPolicy.STANDARD, this::died));

    private void died(Settlement settlement, boolean first) {
        dead.add(settlement);
        if (first) {
            firstDead.add(settlement);
        }
    }

    /** Adds one that is known to take deliveries. */
    void add(String destination, int maxBatch, int maxInFlight, String... failover) {
        ManualDepartures own = new ManualDepartures();
        departures.put(destination, own);
        outbox.add(destination, own, new LaneTerms(maxBatch, maxInFlight, List.of(failover)));
        tried(destination);
    }

    /** A request there has been answered. */
    void tried(String destination) {
        Route route = outbox.route(destination);
        if (route != null) {
            route.health().tried();
        }
    }

    /** Other settings, so that nothing is known of the destination. */
    void replace(String destination, int maxBatch, int maxInFlight, String... failover) {
        outbox.replace(destination, new LaneTerms(maxBatch, maxInFlight, List.of(failover)));
    }

    void begin() throws IOException, InterruptedException {
        outbox.begin();
        outbox.pass();
    }

    /** Owes events of these numbers, each of an entity of its own. */
    void owe(String destination, long... numbers) {
        var _ =
                store.accept(
                        LongStream.of(numbers)
                                .mapToObj(n -> Deliveries.owed(destination, "entity " + n, n))
                                .toList());
    }

    void oweOf(String destination, String entity, long number) {
        var _ = store.accept(List.of(Deliveries.owed(destination, entity, number)));
    }

    int waiting(String destination) {
        return of(destination).size();
    }

    ManualDepartures of(String destination) {
        ManualDepartures own = departures.get(destination);
        if (own == null) {
            throw new IllegalArgumentException(destination);
        }
        return own;
    }

    /** Lets one request go. */
    @Nullable SendResult depart(String destination, int permits) throws InterruptedException {
        Departure departure = of(destination).take(0);
        return departure.depart(receiver, permits);
    }

    /** Lets one request go that is answered like this. */
    void depart(String destination, SendResult answer) throws InterruptedException {
        receiver.answers.add(answer);
        depart(destination, 1);
        receiver.answers.clear();
    }

    /** Lets requests go until none waits. */
    void departAll(String destination) throws InterruptedException {
        while (waiting(destination) > 0) {
            depart(destination, waiting(destination));
        }
    }

    void sleep(Duration time) throws InterruptedException {
        clock.advance(time);
        outbox.pass();
    }

    List<DeliveryState> states() {
        return store.rows().stream().map(row -> row.station.state()).toList();
    }

    OutboxStatus.Condition condition(String destination) {
        return outbox.status().stream()
                .filter(status -> status.destination().equals(destination))
                .findFirst()
                .orElseThrow()
                .condition();
    }
}
