package tori.shopify;

import org.jspecify.annotations.Nullable;

import tori.poll.BodyPrint;

/**
 * A page as the store last sent it, no product twice, and what its products come to together as
 * long as nothing changes in the catalogue. Confined to the monitor's thread.
 */
final class KnownPage implements FeedReader.Remembered {

    private static final int NEVER = -1;

    private final @Nullable String etag;
    private final @Nullable BodyPrint print;
    private final long[] ids;
    private int countedAt = NEVER;
    private int variants;
    private int available;

    /**
     * @param etag what the store called it; null if it did not
     * @param print what its bytes were; null if they are not to be compared with
     * @param ids of the products; not to be changed
     */
    KnownPage(@Nullable String etag, @Nullable BodyPrint print, long[] ids) {
        this.etag = etag;
        this.print = print;
        this.ids = ids;
    }

    /** This is all that there is to be known of the list. */
    @Override
    public @Nullable KnownPage page(int number) {
        return number == 1 ? this : null;
    }

    @Override
    public int size() {
        return 1;
    }

    /** Not to be recalled, only to be compared with. */
    KnownPage idsOnly() {
        return new KnownPage(null, null, ids);
    }

    @Nullable String etag() {
        return etag;
    }

    @Nullable BodyPrint print() {
        return print;
    }

    /** The products' ids, not to be changed. */
    long[] ids() {
        return ids;
    }

    /** Counts what is known of the products, all of which the catalogue has. */
    void count(Catalog catalog) {
        variants = 0;
        available = 0;
        for (long id : ids) {
            Catalog.Entry entry = catalog.get(id);
            if (entry != null) {
                variants += entry.state().knownVariants().size();
                available += entry.availableVariants();
            }
        }
        countedAt = catalog.changes();
    }

    /** Whether the catalogue is as it was when this was counted, and so has all the products. */
    boolean isCounted(Catalog catalog) {
        return countedAt == catalog.changes();
    }

    int variants() {
        return variants;
    }

    int available() {
        return available;
    }
}
