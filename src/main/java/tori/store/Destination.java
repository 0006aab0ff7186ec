package tori.store;

import tori.delivery.DeliveryState;

import java.util.Arrays;

/**
 * A destination to which something was ever owed, with how much of it is where. Belongs to the
 * writer; what others read is under the lock of {@link DestinationTable}.
 */
final class Destination {

    private static final int STATES = DeliveryState.values().length;
    private static final int DISCARDED = STATES;
    private static final int HEADS = STATES + 1;

    /** How many numbers there are: one per state, discarded ones, heads that may be claimed. */
    static final int NUMBERS = STATES + 2;

    final int id;
    final String name;

    // As the transaction under way has them, and as the last commit left them.
    private final long[] current = new long[NUMBERS];
    private final long[] committed = new long[NUMBERS];
    private int readied;

    Destination(int id, String name) {
        this.id = id;
        this.name = name;
    }

    /** As the file has it. */
    void restore(int number, long value) {
        current[number] = value;
        committed[number] = value;
    }

    /** What the file is to have. */
    long current(int number) {
        return current[number];
    }

    long current(DeliveryState state) {
        return current[DeliveryTable.number(state)];
    }

    /** A delivery was written down. */
    void added(DeliveryState state) {
        current[DeliveryTable.number(state)]++;
    }

    void moved(DeliveryState from, DeliveryState to) {
        current[DeliveryTable.number(from)]--;
        current[DeliveryTable.number(to)]++;
    }

    void discarded(DeliveryState from) {
        current[DeliveryTable.number(from)]--;
        current[DISCARDED]++;
    }

    /** A finished delivery is kept no more. */
    void forgotten(DeliveryState state, boolean discarded) {
        current[discarded ? DISCARDED : DeliveryTable.number(state)]--;
    }

    /** It is the turn of one that is in this state. */
    void headCame(DeliveryState state) {
        if (state == DeliveryState.PENDING) {
            current[HEADS]++;
        }
        readied++;
    }

    /** It was the turn of one that was in this state. */
    void headWent(DeliveryState state) {
        if (state == DeliveryState.PENDING) {
            current[HEADS]--;
        }
    }

    boolean hasChanged() {
        return !Arrays.equals(current, committed);
    }

    /** Returns how many may be claimed that could not before. */
    int commit() {
        System.arraycopy(current, 0, committed, 0, NUMBERS);
        int announced = readied;
        readied = 0;
        return announced;
    }

    long committed(DeliveryState state) {
        return committed[DeliveryTable.number(state)];
    }

    long committedDiscarded() {
        return committed[DISCARDED];
    }

    int committedHeads() {
        return Math.toIntExact(Math.min(committed[HEADS], Integer.MAX_VALUE));
    }

    long committedOpen() {
        long open = 0;
        for (DeliveryState state : DeliveryState.values()) {
            open += state.isOpen() ? committed(state) : 0;
        }
        return open;
    }

    /** What may be pruned once it is old or too much. */
    long committedFinished() {
        return committed(DeliveryState.DELIVERED) + committedDiscarded();
    }
}
