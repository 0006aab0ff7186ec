package tori.delivery;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Remembers which deliveries failed at a destination while others arrived there, so that a failure
 * is blamed on the one whose fault it is. Not thread-safe: the monitor of {@link Health} guards it.
 *
 * <p>One that fails is accused; once another arrives, it is suspected one time more. Suspicions are
 * forgotten when it arrives or dies.
 */
final class Suspects {

    /** More are not worth the memory: who is forgotten is found out again. */
    static final int MAX = 1_024;

    /** How often each was suspected; the accused are here too. Oldest accusation first. */
    private final Map<Long, Integer> suspicions = new LinkedHashMap<>();

    /** Who has failed since one last arrived. */
    private final Set<Long> accused = new LinkedHashSet<>();

    /** These have failed. */
    void accuse(Collection<Long> ids) {
        for (long id : ids) {
            Integer before = suspicions.remove(id);
            suspicions.put(id, before == null ? 0 : before);
            accused.add(id);
        }
        Iterator<Long> oldest = suspicions.keySet().iterator();
        for (int surplus = suspicions.size() - MAX; surplus > 0; surplus--) {
            accused.remove(oldest.next());
            oldest.remove();
        }
    }

    /** These have arrived: what failed meanwhile did not fail because of the destination. */
    void arrived(Collection<Long> ids) {
        forget(ids);
        accused.forEach(id -> suspicions.merge(id, 1, Integer::sum));
        accused.clear();
    }

    /** These are settled for good. */
    void forget(Collection<Long> ids) {
        ids.forEach(suspicions::remove);
        ids.forEach(accused::remove);
    }

    /** Whether it has failed and not arrived since. */
    boolean contains(long id) {
        return suspicions.containsKey(id);
    }

    /** How often it was suspected. */
    int suspicions(long id) {
        return suspicions.getOrDefault(id, 0);
    }

    /** How many are remembered. */
    int size() {
        return suspicions.size();
    }
}
