package tori.shopify;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Pulls one product after the other out of a {@code {"products":[…]}} body and reduces each to a
 * 64-bit hash of the fields that count, whatever the order of its keys. Used by one thread, which
 * blocks where the stream does. Allocates nothing per product.
 *
 * <p>What counts: of a product title, handle, vendor, product_type, the first image's src, the
 * options' names and the variants; of a variant id, title, option1 to option3, price and available.
 * A field that is missing, null or of another kind is unknown and hashes as 0. The hash is over the
 * bytes as written, so that another spelling of the same product may hash differently; equal hashes
 * mean equal products, and unequal ones that the product must be {@linkplain #materialise read}.
 *
 * <p>The bytes of the current product stay in the buffer until the next is pulled.
 */
final class ProductScanner {

    /** The largest product accepted: 2,048 variants with all they carry need a quarter of it. */
    static final int MAX_PRODUCT_BYTES = 4 << 20;

    /** Containers open around the root's and a product's fields, and the entries of its lists. */
    private static final int IN_ROOT = 1;

    private static final int IN_PRODUCT = 3;
    private static final int IN_PRODUCT_LIST = 4;

    /**
     * So many more products whose text has changed than ones whose has not, and the rest of the
     * page is not looked at twice: there are stores that write something else every time.
     */
    private static final int MAX_SURPRISES = 16;

    private final Window window;
    private final JsonCursor cursor;
    private final long[] product = new long[Field.COUNT];
    private final Members members;
    private final ItemScanner item;
    private final Imprints imprints;
    private final Spans times = new Spans();
    private final TextHash texts = new TextHash();
    private final Precedent products;
    private final Precedent[] items;

    private boolean started;
    private boolean ended;
    private boolean identified;
    private boolean variantsIdentified;
    private int rootField;
    private long id;
    private long hash;
    private int variants;
    private int available;
    private boolean recognised;
    private int recognitions;
    private int surprises;

    /** A scanner that reads every product in full. */
    ProductScanner(InputStream body, byte[] buffer) {
        this(body, buffer, id -> null);
    }

    /**
     * @param body the page
     * @param buffer what to read through; {@link #buffer} is what to release afterwards
     * @param imprints of the products that were read before
     */
    ProductScanner(InputStream body, byte[] buffer, Imprints imprints) {
        this.imprints = imprints;
        this.window = new Window(body, buffer, MAX_PRODUCT_BYTES);
        this.cursor = new JsonCursor(window);
        this.members = new Members(cursor);
        this.item = new ItemScanner(cursor, members, times);
        // Half as many again as Shopify writes, at least; images, options, variants.
        this.products = new Precedent(window, 20);
        this.items =
                new Precedent[] {
                    new Precedent(window, 15), new Precedent(window, 5), new Precedent(window, 26)
                };
    }

    /** The buffer in use now, which may be another than the one passed in. */
    byte[] buffer() {
        return window.bytes();
    }

    /**
     * Moves to the next product. False at the end, when the whole body has been read and found well
     * formed.
     *
     * @throws MalformedFeedException if the body is not a list of products in valid JSON
     */
    boolean next() throws IOException {
        if (ended) {
            return false;
        }
        int p;
        if (started) {
            window.unmark();
            p = cursor.passSpace(window.position());
            if (cursor.at(p) == ',') {
                p = cursor.passSpace(p + 1);
            } else if (cursor.at(p) == ']') {
                return end(p + 1);
            } else {
                throw window.unexpected(p, "a comma or ]");
            }
        } else {
            started = true;
            p = cursor.passSpace(start());
            if (cursor.at(p) == ']') {
                return end(p + 1);
            }
        }
        if (cursor.at(p) != '{') {
            throw new MalformedFeedException("an entry of the list of products is not a product");
        }
        window.mark(p);
        recognised = recognise(p);
        if (!recognised) {
            window.position(readProduct(window.mark()));
        }
        return true;
    }

    /**
     * Whether the current product was known by its imprint instead of being read; then there is
     * nothing to {@linkplain #imprint take}.
     */
    boolean isRecognised() {
        return recognised;
    }

    /**
     * Takes the current product's imprint, which was read in full.
     *
     * @param before the one it had; null if it had none
     */
    Imprint imprint(@Nullable Imprint before) {
        Imprint imprint = before == null ? new Imprint() : before;
        imprint.take(window.bytes(), window.mark(), window.position(), times, texts);
        imprint.cameTo(hash, variants, available);
        return imprint;
    }

    /** The current product's id. */
    long id() {
        return id;
    }

    /** The hash of what counts of the current product; never 0. */
    long hash() {
        return hash;
    }

    /** How many variants the current product shows. */
    int variants() {
        return variants;
    }

    /** How many of them are available. */
    int available() {
        return available;
    }

    /** The current product's fields, made into objects. */
    ProductState materialise() throws IOException {
        return ProductReader.read(new JsonCursor(window.copy()));
    }

    // ---- around the list ----

    /** From the beginning to behind the bracket that opens the list. */
    private int start() throws IOException {
        cursor.byteOrderMark();
        if (cursor.atEnd()) {
            throw new MalformedFeedException("the body is empty");
        }
        int p = window.position();
        if (cursor.at(p) == '<') {
            throw new WebPageException(window.page());
        }
        if (cursor.at(p) != '{') {
            throw new MalformedFeedException("the answer is not a JSON object");
        }
        p = cursor.passSpace(p + 1);
        while (cursor.at(p) != '}') {
            p = passRootName(p);
            if (rootField == Field.PRODUCTS) {
                if (cursor.at(p) != '[') {
                    throw new MalformedFeedException("\"products\" is not a list");
                }
                return p + 1;
            }
            p = members.next(cursor.passValue(p, IN_ROOT));
        }
        throw new MalformedFeedException("the answer has no list of \"products\"");
    }

    /** From behind the bracket that closes the list to the end of the body. */
    private boolean end(int from) throws IOException {
        int p = members.next(from);
        while (cursor.at(p) != '}') {
            p = passRootName(p);
            if (rootField == Field.PRODUCTS) {
                throw new MalformedFeedException("the answer has two lists of \"products\"");
            }
            p = members.next(cursor.passValue(p, IN_ROOT));
        }
        window.position(p + 1);
        if (!cursor.atEnd()) {
            throw window.malformed("something follows the end of the object,");
        }
        ended = true;
        return false;
    }

    private int passRootName(int from) throws IOException {
        window.mark(from);
        int p = cursor.passName(from);
        rootField = Field.of(cursor);
        window.unmark();
        return p;
    }

    // ---- a product ----

    /** Passes a product whose text is known; false if it must be read, from the mark on. */
    private boolean recognise(int from) throws IOException {
        if (surprises > recognitions + MAX_SURPRISES) {
            return false;
        }
        int known = products.match(0, from + 1);
        if (known == 0 || products.isWhole(0, known) || products.field(0) != Field.ID) {
            return false;
        }
        if (!JsonScalars.isNumber(cursor.at(from + 1 + known))) {
            return false;
        }
        cursor.passValue(from + 1 + known, IN_PRODUCT);
        Imprint imprint = cursor.isLong() ? imprints.of(cursor.longValue()) : null;
        if (imprint == null) {
            return false;
        }
        window.position(window.mark());
        if (!window.has(imprint.length())
                || !imprint.matches(window.bytes(), window.mark(), texts)) {
            surprises++;
            return false;
        }
        recognitions++;
        // So that the next product's id is found by the last one that the window holds.
        products.learnName(0, window.offset(window.mark() + 1), known, Field.ID);
        id = cursor.longValue();
        hash = imprint.hash();
        variants = imprint.variants();
        available = imprint.available();
        window.position(window.mark() + imprint.length());
        return true;
    }

    /** From a product's first byte to behind it. */
    private int readProduct(int from) throws IOException {
        Arrays.fill(product, 0);
        identified = false;
        times.truncate(0);
        forgetVariants();
        int p = from + 1;
        for (int place = 0; ; place++) {
            int known = products.match(place, p);
            if (known > 0) {
                p = productField(products.field(place), p + known);
                continue;
            }
            p = members.parse(products, place, p);
            if (p < 0) {
                p = -p;
                break;
            }
            p = productField(members.field(), p);
        }
        if (!identified) {
            throw new MalformedFeedException("a product has no numeric id");
        }
        if (!variantsIdentified) {
            throw new MalformedFeedException("a variant has no numeric id");
        }
        long sum = 0;
        for (int field = Field.TITLE; field <= Field.VARIANTS; field++) {
            sum = Hashing.fold(sum, product[field]);
        }
        hash = sum == 0 ? 1 : sum;
        return p;
    }

    /** Of two fields of one name the last counts. */
    private void forgetVariants() {
        variants = 0;
        available = 0;
        variantsIdentified = true;
    }

    private int productField(int field, int from) throws IOException {
        int first = cursor.at(from);
        if (field == Field.VARIANTS) {
            forgetVariants();
        }
        if (field >= Field.IMAGES && field <= Field.VARIANTS && first == '[') {
            return list(field, from);
        }
        int p = cursor.passValue(from, IN_PRODUCT);
        if (field == Field.ID) {
            identified = JsonScalars.isNumber(first) && cursor.isLong();
            id = cursor.longValue();
        } else if (field >= Field.TITLE && field <= Field.TYPE) {
            product[field] = first == '"' ? cursor.hash() : 0;
        } else if (field >= Field.IMAGES && field <= Field.VARIANTS) {
            product[field] = 0;
        } else if (field == Field.UPDATED_AT && first == '"') {
            times.add(window);
        }
        return p;
    }

    /** From the first byte of a list of variants, images or options to behind it. */
    private int list(int kind, int from) throws IOException {
        Precedent precedent = items[kind - Field.IMAGES];
        int timesBefore = times.count();
        long sum = 0;
        int index = 0;
        int p = cursor.passSpace(from + 1);
        while (cursor.at(p) != ']') {
            int first = cursor.at(p);
            boolean asItem = first == '{';
            p = asItem ? item.pass(precedent, p) : cursor.passValue(p, IN_PRODUCT_LIST);
            sum = element(kind, first, asItem, index++, sum);
            p = cursor.passSpace(p);
            if (cursor.at(p) == ',') {
                p = cursor.passSpace(p + 1);
                if (cursor.at(p) == ']') {
                    throw window.unexpected(p, "a value");
                }
            } else if (cursor.at(p) != ']') {
                throw window.unexpected(p, "a comma or ]");
            }
        }
        if (kind != Field.VARIANTS) {
            // An image's time is that of its last change, and says so.
            times.truncate(timesBefore);
        }
        product[kind] = Hashing.fold(sum, index + 1L) | 1;
        return p + 1;
    }

    /** What a list hashes as with one element more, which was just passed. */
    private long element(int kind, int first, boolean isItem, int index, long sum) {
        if (kind == Field.VARIANTS) {
            if (!isItem || item.value(Field.ID) == 0) {
                variantsIdentified = false;
                return sum;
            }
            // Added up: the order of the variants counts for nothing.
            variants++;
            available += item.isAvailable() ? 1 : 0;
            return sum + item.variant();
        }
        if (kind == Field.IMAGES) {
            return index > 0 ? sum : Hashing.fold(sum, isItem ? item.value(Field.SOURCE) : 0);
        }
        if (first == '"') {
            return Hashing.fold(sum, cursor.hash());
        }
        long name = isItem ? item.value(Field.NAME) : 0;
        return Hashing.fold(Hashing.fold(sum, name), isItem ? item.value(Field.POSITION) : 0);
    }
}
