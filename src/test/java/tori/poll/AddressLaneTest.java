package tori.poll;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import tori.poll.AddressLane.Place;
import tori.poll.AddressLane.State;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One thread asks for all, and moves the time by hand. */
class AddressLaneTest {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;
    private static final long NEVER = Long.MAX_VALUE / 2;
    private static final GateLimits.Lane WIDE = new GateLimits.Lane(1000, Duration.ZERO);

    private long now;

    private static AddressLane lane(int connections) {
        return new AddressLane(new GateLimits.Lane(connections, Duration.ZERO), 0);
    }

    private static HostLane host() {
        return new HostLane(WIDE, 0);
    }

    private HostLane slowHost() {
        HostLane host = host();
        host.held(10 * SECOND, now);
        return host;
    }

    private Place ask(AddressLane lane, HostLane host) {
        return lane.ask(host, now, NEVER);
    }

    private static State state(AddressLane lane, Place place) {
        try {
            return lane.await(place, 0);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldGiveTheNextConnectionToTheHostWhoseTurnItIs() {
        AddressLane lane = lane(1);
        HostLane greedy = host();
        Place held = ask(lane, greedy);
        List<Place> hundreds = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            hundreds.add(ask(lane, greedy));
        }
        Place other = ask(lane, host());
        lane.leave(held, now);
        assertThat(state(lane, hundreds.getFirst())).isEqualTo(State.GRANTED);
        lane.leave(hundreds.getFirst(), now);
        assertThat(state(lane, other)).isEqualTo(State.GRANTED);
        assertThat(state(lane, hundreds.get(1))).isEqualTo(State.WAITING);
    }

    @Test
    void shouldKeepTheOrderWithinAHost() {
        AddressLane lane = lane(1);
        HostLane host = host();
        Place last = ask(lane, host);
        List<Place> waiting = List.of(ask(lane, host), ask(lane, host), ask(lane, host));
        for (Place next : waiting) {
            lane.leave(last, now);
            assertThat(state(lane, next)).isEqualTo(State.GRANTED);
            last = next;
        }
    }

    /** Sixty-four of them fill the address once; from then on a healthy store finds a place. */
    @Test
    void shouldKeepSomeConnectionsFromThoseThatHang() {
        AddressLane lane = lane(64);
        List<HostLane> hanging = new ArrayList<>();
        List<Place> held = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            hanging.add(host());
            held.add(ask(lane, hanging.get(i)));
        }
        Place healthy = ask(lane, host());
        assertThat(state(lane, healthy)).isEqualTo(State.WAITING);
        now += 10 * SECOND;
        for (int i = 0; i < 64; i++) {
            hanging.get(i).held(10 * SECOND, now);
            lane.leave(held.get(i), now);
        }
        assertThat(state(lane, healthy)).isEqualTo(State.GRANTED);
        lane.leave(healthy, now);

        List<Place> again = hanging.stream().map(host -> ask(lane, host)).toList();
        assertThat(again).filteredOn(place -> state(lane, place) == State.GRANTED).hasSize(48);
        for (int i = 0; i < 16; i++) {
            assertThat(state(lane, ask(lane, host()))).isEqualTo(State.GRANTED);
        }
        assertThat(state(lane, ask(lane, host()))).isEqualTo(State.WAITING);
    }

    @Test
    void shouldLetThoseThatHangTakeTurnsAmongThemselves() {
        AddressLane lane = lane(2);
        Place first = ask(lane, slowHost());
        Place second = ask(lane, slowHost());
        Place third = ask(lane, slowHost());
        assertThat(state(lane, first)).isEqualTo(State.GRANTED);
        assertThat(state(lane, second)).isEqualTo(State.WAITING);
        Place quick = ask(lane, host());
        assertThat(state(lane, quick)).isEqualTo(State.GRANTED);
        lane.leave(quick, now);
        assertThat(state(lane, second)).isEqualTo(State.WAITING);
        lane.leave(first, now);
        assertThat(state(lane, second)).isEqualTo(State.GRANTED);
        lane.leave(second, now);
        assertThat(state(lane, third)).isEqualTo(State.GRANTED);
    }

    @Test
    void shouldLetAHostThatRecoversPassAsOthersDo() {
        HostLane host = slowHost();
        assertThat(host.isSlow()).isTrue();
        assertThat(host.idle(now)).isFalse();
        host.held(20 * MILLI, now);
        assertThat(host.isSlow()).isFalse();
        assertThat(host.idle(now)).isTrue();
    }

    @Test
    void shouldForgetAHostThatHungLongAgo() {
        HostLane host = slowHost();
        assertThat(host.idle(now + 299 * SECOND)).isFalse();
        assertThat(host.idle(now + 300 * SECOND)).isTrue();
    }

    @Test
    void shouldPromiseOneStartAtATime() {
        AddressLane lane = new AddressLane(new GateLimits.Lane(9, Duration.ofMillis(100)), 0);
        HostLane greedy = host();
        assertThat(state(lane, ask(lane, greedy))).isEqualTo(State.GRANTED);
        Place next = ask(lane, greedy);
        Place later = ask(lane, greedy);
        Place other = ask(lane, host());
        assertThat(state(lane, next)).isEqualTo(State.GRANTED);
        assertThat(next.startNanos()).isEqualTo(100 * MILLI);
        assertThat(state(lane, later)).isEqualTo(State.WAITING);
        now = 100 * MILLI;
        lane.started(next, now);
        assertThat(state(lane, later)).isEqualTo(State.GRANTED);
        assertThat(later.startNanos()).isEqualTo(200 * MILLI);
        lane.leave(later, now);
        assertThat(state(lane, other)).isEqualTo(State.GRANTED);
        assertThat(other.startNanos()).isEqualTo(300 * MILLI);
    }

    @Test
    void shouldRefuseWhoCouldStartOnlyAfterItsDeadline() {
        AddressLane lane = new AddressLane(new GateLimits.Lane(9, Duration.ofSeconds(5)), 0);
        lane.ask(host(), now, NEVER);
        Place late = lane.ask(host(), now, SECOND);
        assertThat(state(lane, late)).isEqualTo(State.REFUSED);
        lane.leave(late, now);
        Place patient = lane.ask(host(), now, 6 * SECOND);
        assertThat(patient.startNanos()).isEqualTo(5 * SECOND);
    }

    /**
     * Hosts that always have something waiting get the same connection time, whatever one of their
     * fetches takes, give or take one fetch each.
     */
    @Property(tries = 100)
    void shouldGiveEachHostTheSameConnectionTime(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 12) int hosts,
            @ForAll @IntRange(min = 1, max = 8) int connections) {
        Random random = new Random(seed);
        AddressLane lane = lane(connections);
        Map<HostLane, Integer> turns = new HashMap<>();
        Map<HostLane, Long> served = new HashMap<>();
        List<HostLane> all = new ArrayList<>();
        ArrayDeque<Entry> held = new ArrayDeque<>();
        List<Entry> waiting = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            HostLane filler = host();
            held.add(new Entry(filler, ask(lane, filler)));
        }
        for (int i = 0; i < hosts; i++) {
            HostLane host = host();
            // Up to two seconds: none of them is a slow one.
            int cost = 1 + random.nextInt(4);
            host.held((cost - 1) * 500 * MILLI, now);
            all.add(host);
            turns.put(host, cost);
            served.put(host, 0L);
            int backlog = 3 + random.nextInt(10);
            for (int j = 0; j < backlog; j++) {
                waiting.add(new Entry(host, ask(lane, host)));
            }
        }
        for (int step = 0; step < 500; step++) {
            lane.leave(held.removeFirst().place(), now);
            for (Entry entry : List.copyOf(waiting)) {
                if (state(lane, entry.place()) == State.GRANTED) {
                    waiting.remove(entry);
                    held.add(entry);
                    served.merge(entry.host(), (long) turns.get(entry.host()), Long::sum);
                    waiting.add(new Entry(entry.host(), ask(lane, entry.host())));
                }
            }
        }
        long most = served.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        for (HostLane host : all) {
            assertThat(most - served.get(host)).isLessThanOrEqualTo(5);
        }
    }

    private record Entry(HostLane host, Place place) {}

    /**
     * Whatever comes and goes: never more than there is, never more than their part with slow ones,
     * nothing idle that somebody could use, everybody comes to a turn, and nothing is left behind.
     */
    @Property(tries = 300)
    void shouldKeepItsBoundsAndStarveNobody(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 6) int connections,
            @ForAll @IntRange(min = 1, max = 8) int hosts) {
        Random random = new Random(seed);
        AddressLane lane = lane(connections);
        List<HostLane> all = new ArrayList<>();
        for (int i = 0; i < hosts; i++) {
            all.add(random.nextInt(3) == 0 ? slowHost() : host());
        }
        List<Entry> held = new ArrayList<>();
        List<Entry> slow = new ArrayList<>();
        List<Entry> waiting = new ArrayList<>();
        for (int step = 0; step < 400; step++) {
            now += random.nextLong(SECOND);
            int choice = random.nextInt(10);
            if (choice < 5) {
                HostLane host = all.get(random.nextInt(hosts));
                waiting.add(new Entry(host, ask(lane, host)));
            } else if (choice < 9 && !held.isEmpty()) {
                Entry entry = held.remove(random.nextInt(held.size()));
                slow.remove(entry);
                entry.host().held(random.nextLong(4 * SECOND), now);
                lane.leave(entry.place(), now);
            } else if (!waiting.isEmpty()) {
                lane.leave(waiting.remove(random.nextInt(waiting.size())).place(), now);
            }
            for (Entry entry : List.copyOf(waiting)) {
                if (state(lane, entry.place()) == State.GRANTED) {
                    waiting.remove(entry);
                    held.add(entry);
                    if (entry.host().isSlow()) {
                        slow.add(entry);
                    }
                }
            }
            assertThat(held).hasSizeLessThanOrEqualTo(connections);
            assertThat(slow).hasSizeLessThanOrEqualTo(Math.max(1, connections - 1));
            if (held.size() < connections && slow.isEmpty()) {
                assertThat(waiting).as("waiting for what is free").isEmpty();
            }
        }
        finish(lane, held, waiting);
        assertThat(lane.idle(now)).isTrue();
    }

    /** Ends what is under way, one by one, until all that wait have had their turn. */
    private void finish(AddressLane lane, List<Entry> held, List<Entry> waiting) {
        int bound = held.size() + waiting.size();
        for (int step = 0; step < bound; step++) {
            lane.leave(held.removeFirst().place(), now);
            for (Entry entry : List.copyOf(waiting)) {
                if (state(lane, entry.place()) == State.GRANTED) {
                    waiting.remove(entry);
                    held.add(entry);
                }
            }
        }
        assertThat(waiting).isEmpty();
        assertThat(held).isEmpty();
    }
}
