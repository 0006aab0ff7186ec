package tori.dispatch;

import java.util.Arrays;

/**
 * Which of several holders holds most, where each gains or loses one at a time. Thread-confined;
 * every operation takes constant time and none allocates.
 *
 * <p>Those who hold the same amount are a circular doubly linked list laid out in flat arrays,
 * closed by a sentinel per amount. As an amount changes by one only, the largest is never far from
 * what it was.
 */
final class Holdings {

    /** No holder. */
    static final int NONE = -1;

    private final int holders;
    private final int[] held;
    private final int[] next;
    private final int[] previous;
    private int most;

    /**
     * @param holders how many there are, numbered from 0
     * @param mostHeld how much one of them may hold
     */
    Holdings(int holders, int mostHeld) {
        this.holders = holders;
        this.held = new int[holders];
        this.next = new int[holders + mostHeld + 1];
        this.previous = new int[holders + mostHeld + 1];
        clear();
    }

    /** How much it holds. */
    int of(int holder) {
        return held[holder];
    }

    /** What those hold who hold most; 0 if nobody holds anything. */
    int most() {
        return most;
    }

    /** Of those who hold most, the one that came to this amount first; {@link #NONE} if nobody. */
    int holder() {
        return most == 0 ? NONE : next[holders + most];
    }

    /** One more. */
    void gain(int holder) {
        if (held[holder] > 0) {
            unlink(holder);
        }
        held[holder]++;
        link(holder);
        most = Math.max(most, held[holder]);
    }

    /** One less. */
    void lose(int holder) {
        if (held[holder] == 0) {
            throw new IllegalStateException("holds nothing: " + holder);
        }
        unlink(holder);
        held[holder]--;
        if (held[holder] > 0) {
            link(holder);
        }
        if (next[holders + most] == holders + most) {
            most--;
        }
    }

    /** Nobody holds anything. */
    void clear() {
        Arrays.fill(held, 0);
        for (int i = holders; i < next.length; i++) {
            next[i] = i;
            previous[i] = i;
        }
        most = 0;
    }

    private void link(int holder) {
        int sentinel = holders + held[holder];
        int last = previous[sentinel];
        next[last] = holder;
        previous[holder] = last;
        next[holder] = sentinel;
        previous[sentinel] = holder;
    }

    private void unlink(int holder) {
        next[previous[holder]] = next[holder];
        previous[next[holder]] = previous[holder];
    }
}
