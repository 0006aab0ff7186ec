package tori.config;

/**
 * Statuses that are expected.
 *
 * @param from the lowest, 100 to 599
 * @param to the highest, not below {@code from}
 */
public record StatusRange(int from, int to) {

    /** Whether the status is one of them. */
    public boolean contains(int status) {
        return from <= status && status <= to;
    }

    /** As one would write it: {@code 200}, {@code 2xx} or {@code 200-204}. */
    @Override
    public String toString() {
        if (from == to) {
            return Integer.toString(from);
        }
        return from % 100 == 0 && to == from + 99 ? from / 100 + "xx" : from + "-" + to;
    }
}
