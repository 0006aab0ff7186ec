package tori.ring;

/** Rounds sizes up to powers of two, so that an index wraps by a mask instead of a division. */
public final class PowerOfTwo {

    /** The largest power of two that an array can have as its length. */
    public static final int MAX = 1 << 30;

    private PowerOfTwo() {}

    /**
     * The smallest power of two that is at least {@code size}.
     *
     * @param size 1 to {@link #MAX}
     */
    public static int atLeast(int size) {
        if (size < 1 || size > MAX) {
            throw new IllegalArgumentException("size must be 1 to " + MAX + ": " + size);
        }
        return 1 << (Integer.SIZE - Integer.numberOfLeadingZeros(size - 1));
    }
}
