package tori.shopify;

/**
 * Where the members of the last object of a kind stand in the window, so that those of the next are
 * recognised by a comparison instead of being parsed. Used by one thread.
 *
 * <p>Shops write all their products, variants and images alike: the same names in the same order,
 * and many of the same values. A member is remembered by its place in the object, from behind the
 * value before it (in the first place, from behind the brace), space included:
 *
 * <pre>
 *   {"id":123,"title":"S","available":true}
 *    name 0    name 1      name 2
 *    ├───┤   ├────────┤   ├───────────┤
 *    ├──────┤├───────────┤├───────────────┤
 *    member 0 member 1     member 2
 * </pre>
 *
 * Only what was parsed is remembered, and only the very same bytes in the same place match: a match
 * proves them well formed. Nothing is copied; what the window has dropped matches nothing.
 */
final class Precedent {

    /** Of longer members the name alone is compared: their values hardly ever repeat. */
    private static final int MAX_BYTES = 64;

    private final Window window;
    private final long[] starts;
    private final int[] nameLengths;
    private final int[] lengths;
    private final int[] fields;
    private final long[] values;

    /**
     * @param maxMembers objects with more are parsed from there on
     */
    Precedent(Window window, int maxMembers) {
        this.window = window;
        this.starts = new long[maxMembers];
        this.nameLengths = new int[maxMembers];
        this.lengths = new int[maxMembers];
        this.fields = new int[maxMembers];
        this.values = new long[maxMembers];
    }

    /**
     * How many bytes from an index on are known from the last object: those of the whole member,
     * those up to its value, or 0. Never all that the window holds.
     */
    int match(int place, int from) {
        if (place >= lengths.length) {
            return 0;
        }
        int length = lengths[place];
        int before = window.index(starts[place]);
        if (length == 0 || before < 0 || from + length >= window.limit()) {
            return 0;
        }
        byte[] bytes = window.bytes();
        int same = same(bytes, before, from, length);
        int nameLength = nameLengths[place];
        if (same == length && length > nameLength) {
            // What follows shows that the value, if it is a number, does not go on.
            int behind = bytes[from + length];
            if (behind == ',' || behind == '}') {
                return length;
            }
        }
        // There may be more space than there was.
        return same >= nameLength && bytes[from + nameLength] > ' ' ? nameLength : 0;
    }

    /** How many bytes at two indexes are the same, as far as they are asked for. */
    private static int same(byte[] bytes, int before, int from, int length) {
        for (int i = 0; i < length; i += Long.BYTES) {
            long differences = Words.at(bytes, from + i) ^ Words.at(bytes, before + i);
            if (differences != 0) {
                return Math.min(length, i + Words.first(differences));
            }
        }
        return length;
    }

    /** Whether a match is more than the name: the value too is that of the last object. */
    boolean isWhole(int place, int matched) {
        return matched == lengths[place] && matched > nameLengths[place];
    }

    /** How many bytes a member that just matched has up to its value. */
    int nameLength(int place) {
        return nameLengths[place];
    }

    /** The field named in a place that just matched. */
    int field(int place) {
        return fields[place];
    }

    /** What the value in a place that just matched as a whole hashes as. */
    long value(int place) {
        return values[place];
    }

    /**
     * Remembers a name that was just parsed.
     *
     * @param start where the member begins, as {@link Window#offset} of its index
     */
    void learnName(int place, long start, int length, int field) {
        if (place < lengths.length) {
            starts[place] = start;
            nameLengths[place] = length;
            lengths[place] = length;
            fields[place] = field;
        }
    }

    /** Remembers a string, number or word that was just parsed behind a known name. */
    void learnValue(int place, long start, int length, long value) {
        if (place < lengths.length) {
            starts[place] = start;
            lengths[place] = length <= MAX_BYTES ? length : nameLengths[place];
            values[place] = value;
        }
    }
}
