package tori.shopify;

import org.jspecify.annotations.Nullable;

import tori.model.EventType;
import tori.time.NanoClock;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * Lets each edge of a variant, or of a whole product, be told once per cooldown. Confined to the
 * monitor's thread.
 *
 * <p>An edge that comes sooner is owed: once the cooldown is over, how things are then is compared
 * with how they were before the first edge that was not told, and told if it differs. So whoever
 * wants to be left alone is told less of a variant that flaps, but never left with what is no
 * longer so; what came and went meanwhile is not told.
 */
final class Cooldown {

    /** One of a variant, or of a whole product: those have types of their own. */
    private record Edge(long id, EventType type) {

        static Edge of(Change change) {
            VariantState variant = change.variant();
            return new Edge(
                    variant == null ? change.product().id() : variant.id(),
                    Raising.type(change.kind()));
        }
    }

    private final long nanos;
    private final NanoClock clock;
    private final InstantSource wall;

    /** When each edge was told last; only while its cooldown lasts. */
    private final Map<Edge, Long> toldNanos = new HashMap<>();

    Cooldown(Duration length, NanoClock clock, InstantSource wall) {
        this.nanos = length.toNanos();
        this.clock = clock;
        this.wall = wall;
    }

    /** The changes that are told now; of the others it is noted that they are owed. */
    List<Change> choose(List<Change> wanted, Notes notes) {
        long nowNanos = clock.nanoTime();
        toldNanos.values().removeIf(told -> nowNanos - told >= nanos);
        List<Change> chosen = new ArrayList<>();
        for (Change change : wanted) {
            Long told = nanos <= 0 ? null : toldNanos.putIfAbsent(Edge.of(change), nowNanos);
            if (told == null) {
                notes.settle(OwedEdge.Key.of(change));
                chosen.add(change);
            } else {
                long leftMillis = Duration.ofNanos(nanos - (nowNanos - told)).toMillis();
                notes.owe(OwedEdge.of(change, wall.millis() + leftMillis));
            }
        }
        return chosen;
    }

    /**
     * What was owed and is told now.
     *
     * @param now a product as it is known now; null if there is none of this id
     */
    List<Change> due(
            Notes notes, LongFunction<@Nullable ProductState> now, Predicate<Change> isWanted) {
        List<Change> due = new ArrayList<>();
        for (OwedEdge owed : notes.owed()) {
            Change change = owed.until(now.apply(owed.key().product()));
            if (change == null || !isWanted.test(change)) {
                notes.settle(owed.key());
            } else if (!isCooling(owed, change)) {
                notes.settle(owed.key());
                if (nanos > 0) {
                    toldNanos.put(Edge.of(change), clock.nanoTime());
                }
                due.add(change);
            }
        }
        return due;
    }

    /** By the wall clock after a restart only: somebody may have set it. */
    private boolean isCooling(OwedEdge owed, Change change) {
        Long told = toldNanos.get(Edge.of(change));
        if (told != null) {
            return clock.nanoTime() - told < nanos;
        }
        long leftMillis = owed.dueMillis() - wall.millis();
        return leftMillis > 0 && leftMillis <= Duration.ofNanos(nanos).toMillis();
    }
}
