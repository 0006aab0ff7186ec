package tori.delivery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * What a lane has claimed and not yet sent, and the entities of what it is sending. Not
 * thread-safe: the lane's lock guards it.
 */
final class Hand {

    private final List<Claimed> waiting = new ArrayList<>();
    private final Set<String> entities = new HashSet<>();

    /**
     * Takes one in.
     *
     * @return false if one of its entity is here or under way already, which must not be; it was
     *     not taken in then
     */
    boolean add(Claimed claimed) {
        if (!entities.add(claimed.event().entity())) {
            return false;
        }
        waiting.add(claimed);
        return true;
    }

    /** How many wait to be sent. */
    int size() {
        return waiting.size();
    }

    /**
     * Takes out what goes with the next request, newest first; not empty if something waits.
     *
     * @param maxBatch how many may travel together
     * @param permits how many requests could begin now: what waits is spread over them, so that
     *     nothing travels in company that could travel at once by itself
     */
    List<Claimed> batch(int maxBatch, int permits) {
        int share =
                permits == Integer.MAX_VALUE
                        ? waiting.size()
                        : Math.ceilDiv(waiting.size(), Math.max(1, permits));
        int limit = Math.min(share, maxBatch);
        int size = 0;
        while (size < waiting.size() && size < limit) {
            int own = waiting.get(size).station().batchLimit();
            if (own > 0 && own <= size) {
                break;
            }
            limit = own > 0 ? Math.min(limit, own) : limit;
            size++;
        }
        List<Claimed> first = waiting.subList(0, size);
        List<Claimed> batch = new ArrayList<>(first);
        first.clear();
        batch.sort(Comparator.comparingLong(Claimed::id).reversed());
        return batch;
    }

    /** Takes out any one, preferably none of the avoided ones. */
    List<Claimed> any(RandomGenerator random, Predicate<Claimed> avoided) {
        List<Claimed> choice = waiting.stream().filter(avoided.negate()).toList();
        List<Claimed> from = choice.isEmpty() ? waiting : choice;
        Claimed chosen = from.get(random.nextInt(from.size()));
        waiting.remove(chosen);
        return List.of(chosen);
    }

    /** Takes out all but the first ones; their entities are free again. */
    List<Claimed> beyond(int kept) {
        if (waiting.size() <= kept) {
            return List.of();
        }
        List<Claimed> last = waiting.subList(kept, waiting.size());
        List<Claimed> taken = new ArrayList<>(last);
        last.clear();
        taken.forEach(this::free);
        return taken;
    }

    /** The entity's next may come. */
    void free(Claimed claimed) {
        entities.remove(claimed.event().entity());
    }
}
