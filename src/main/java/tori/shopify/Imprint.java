package tori.shopify;

/**
 * What a product's text was when it was last read in full, and what it came to: the same text need
 * not be read again. Confined to the monitor's thread.
 *
 * <p>The store writes the time of its answer into the product's and every variant's {@code
 * updated_at}, so no text comes twice. These are left out; where they stood there must be plain
 * characters again:
 *
 * <pre>
 *   {"id":123, … "updated_at":"2026-07-31T18:34:44Z","vendor": … }
 *   ├─────────────────────────┤├── left out ──────┤├─────────────┤
 *             hashed                                   hashed
 * </pre>
 *
 * <p>A text that matches was found well formed before. That two texts which differ hash alike is as
 * likely as that two projections do, and no likelier: 64 bits.
 */
final class Imprint {

    private int length;
    private int[] spans = Spans.NONE;
    private long textHash;
    private long hash;
    private int variants;
    private int available;

    /** How many bytes the text has. */
    int length() {
        return length;
    }

    /** The hash of what counts of the product. */
    long hash() {
        return hash;
    }

    int variants() {
        return variants;
    }

    int available() {
        return available;
    }

    /** Takes over a text that was just read in full, and what it came to. */
    void take(byte[] bytes, int from, int to, Spans leftOut, TextHash texts) {
        length = to - from;
        if (spans.length != leftOut.count()) {
            spans = leftOut.copy();
        } else {
            leftOut.copyInto(spans);
        }
        textHash = texts.of(bytes, from, length, spans);
    }

    void cameTo(long projection, int variantCount, int availableCount) {
        hash = projection;
        variants = variantCount;
        available = availableCount;
    }

    /**
     * Whether the text that begins at an index is the same, and what was left out ends no string
     * and spoils none. The array must hold {@link #length} and {@link Window#SLACK} more bytes from
     * there on.
     */
    boolean matches(byte[] bytes, int from, TextHash texts) {
        return texts.of(bytes, from, length, spans) == textHash && texts.isRestPlain();
    }
}
