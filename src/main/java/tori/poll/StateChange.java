package tori.poll;

import tori.model.History;

import java.util.Map;
import java.util.Set;

/**
 * What a monitor wants remembered after a poll, as entries it alone can read.
 *
 * @param fingerprint says what the state is about (address, collection, …); a state with another
 *     fingerprint is of something else and is no earlier state
 * @param replaceAll true if the puts are the whole state (a baseline), false if they add to it
 * @param puts entries to write, by key; under negative ones a monitor keeps what it notes for
 *     itself, which nobody has seen change
 * @param deletes keys to forget
 * @param history what is written into the record of incidents at the same time
 */
public record StateChange(
        String fingerprint,
        boolean replaceAll,
        Map<Long, byte[]> puts,
        Set<Long> deletes,
        History history) {

    public StateChange {
        puts = Map.copyOf(puts);
        deletes = Set.copyOf(deletes);
    }

    /**
     * Whether the site shows something else than before, or an incident began or took another turn;
     * a baseline changes nothing.
     */
    boolean isOfTheSite() {
        return history.transitions().stream().anyMatch(one -> one.incident() != null)
                || (!replaceAll
                        && (!deletes.isEmpty()
                                || puts.keySet().stream().anyMatch(key -> key >= 0)));
    }

    /** One that is about no incident. */
    public StateChange(
            String fingerprint, boolean replaceAll, Map<Long, byte[]> puts, Set<Long> deletes) {
        this(fingerprint, replaceAll, puts, deletes, History.NONE);
    }
}
