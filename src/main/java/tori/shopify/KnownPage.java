package tori.shopify;

/**
 * The products of a page that was believed, no product twice, and what they come to together as
 * long as nothing changes in the catalogue. Confined to the monitor's thread.
 */
final class KnownPage {

    private static final long NEVER = -1;

    private final long[] ids;
    private long countedAt = NEVER;
    private int variants;
    private int available;

    /**
     * @param ids of the products; not to be changed
     */
    KnownPage(long[] ids) {
        this.ids = ids;
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
