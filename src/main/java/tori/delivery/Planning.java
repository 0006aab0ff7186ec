package tori.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides what a lane does next: how much to claim, which departures to ask for, what to give back.
 * Guarded by the lane's lock.
 */
final class Planning {

    /** A hundred and some deliveries are milliseconds of work; they are lost to nobody else. */
    private static final int MAX_AT_HAND = 128;

    /**
     * A probe draws lots among so many beside those that have failed, so that what always fails
     * cannot bar the others.
     */
    private static final int PROBE_CHOICE = 8;

    /**
     * What to do.
     *
     * @param claim how many to claim; 0 for none
     * @param requests a departure each
     * @param unsent what is given back
     */
    record Plan(int claim, List<Route> requests, List<Settlement> unsent) {}

    private final Heads heads;
    private final Hand hand;
    private final GuaranteedLane.Surroundings surroundings;

    /** How many departures are asked for, by way. */
    private final Map<Route, Integer> requested = new HashMap<>();

    Planning(Heads heads, Hand hand, GuaranteedLane.Surroundings surroundings) {
        this.heads = heads;
        this.hand = hand;
        this.surroundings = surroundings;
    }

    /**
     * The ways to take now: the first healthy destination, and before it those that are not and may
     * have to be probed.
     */
    List<Route> routes(Route own) {
        List<Route> routes = new ArrayList<>();
        routes.add(own);
        for (String name : own.terms().failover()) {
            if (routes.getLast().health().isHealthy()) {
                break;
            }
            Route next = surroundings.route(name);
            if (next != null && !routes.contains(next)) {
                routes.add(next);
            }
        }
        return routes;
    }

    /** How long until time alone opens another way for what waits. */
    long changesInNanos(Route own) {
        long due = Health.NEVER_NANOS;
        if (heads.ready() > 0 || hand.size() > 0) {
            for (Route each : routes(own)) {
                due = Math.min(due, each.health().changesInNanos());
            }
        }
        return due;
    }

    /**
     * What to do now; counted as done already.
     *
     * @param own the present way to the lane's own destination
     * @param open whether anything may be handed out
     */
    Plan plan(Route own, boolean open) {
        List<Route> requests = new ArrayList<>();
        int wanted = 0;
        if (open) {
            for (Route each : routes(own)) {
                int atOnce = each.terms().maxInFlight();
                switch (each.health().look()) {
                    case FREE -> {
                        wanted = Math.max(wanted, room(each));
                        plan(requests, each, atOnce);
                    }
                    case FIRST -> {
                        wanted = Math.max(wanted, room(each));
                        plan(requests, each, 1);
                    }
                    case FIRST_UNDER_WAY -> wanted = Math.max(wanted, room(each));
                    case PAUSED -> {
                        wanted = Math.max(wanted, hand.size());
                        plan(requests, each, atOnce);
                    }
                    case PROBE -> {
                        int known = each.health().suspects();
                        wanted = Math.max(wanted, Math.min(PROBE_CHOICE + known, MAX_AT_HAND));
                        plan(requests, each, 1);
                    }
                    case NONE -> {}
                }
            }
        }
        List<Settlement> unsent =
                wanted == 0 ? hand.beyond(0).stream().map(Claimed::unsent).toList() : List.of();
        int claim = heads.isClaimable() ? Math.min(heads.ready(), wanted - hand.size()) : 0;
        if (claim > 0) {
            heads.claim();
        }
        return new Plan(claim, requests, unsent);
    }

    private static int room(Route each) {
        long room = (long) each.terms().maxInFlight() * each.terms().maxBatch();
        return (int) Math.min(room, MAX_AT_HAND);
    }

    private void plan(List<Route> requests, Route each, int atOnce) {
        int missing = Math.min(atOnce, hand.size()) - requested.getOrDefault(each, 0);
        for (int i = 0; i < missing; i++) {
            requests.add(each);
            requested.merge(each, 1, Integer::sum);
        }
    }

    /** A departure that was asked for has come or was turned away. */
    void returned(Route by) {
        requested.computeIfPresent(by, (each, count) -> count == 1 ? null : count - 1);
    }
}
