package tori.shopify;

import java.util.Arrays;

/**
 * Notes the products that a page shows, beside those it showed before: as long as they are the
 * same, which is mostly, nothing is written or allocated. Used by one thread for one reading of one
 * page.
 */
final class PageIds {

    static final long[] NONE = {};

    private static final int FIRST_ALLOCATION = 16;

    private final long[] before;
    private final int most;
    private boolean differs;
    private long[] own = NONE;
    private int size;

    /**
     * @param before what the page showed when it was last read; not changed
     * @param most the most products a page may have
     */
    PageIds(long[] before, int most) {
        this.before = before;
        this.most = most;
    }

    /** Notes the next product. */
    void add(long id) throws MalformedFeedException {
        if (!differs) {
            if (size < before.length && before[size] == id) {
                size++;
                return;
            }
            differs = true;
            own = Arrays.copyOf(before, Math.max(Math.max(size, before.length), FIRST_ALLOCATION));
        }
        if (size == own.length) {
            grow();
        }
        own[size++] = id;
    }

    private void grow() throws MalformedFeedException {
        if (own.length >= most) {
            throw new MalformedFeedException(
                    "a page of more than " + most + " products is no Shopify page");
        }
        own = Arrays.copyOf(own, Math.min(2 * own.length, most));
    }

    int size() {
        return size;
    }

    /** All that were noted, in order: the very array given if they are the same. */
    long[] toArray() {
        if (!differs && size == before.length) {
            return before;
        }
        return Arrays.copyOf(differs ? own : before, size);
    }
}
