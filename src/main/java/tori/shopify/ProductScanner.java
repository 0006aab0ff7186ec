package tori.shopify;

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

    private static final long TRUE = 1;
    private static final long FALSE = 2;

    /** Containers open around a product's, a variant's and an image's or option's fields. */
    private static final int IN_ROOT = 1;

    private static final int IN_PRODUCT = 3;
    private static final int IN_PRODUCT_LIST = 4;
    private static final int IN_ITEM = 5;

    private final Window window;
    private final JsonCursor cursor;
    private final long[] product = new long[Field.COUNT];
    private final long[] item = new long[Field.COUNT];

    private final Precedent products;
    private final Precedent[] items;

    /** The field whose name was parsed last. */
    private int parsedField;

    private boolean started;
    private boolean ended;
    private boolean identified;
    private int rootField;
    private long id;
    private long hash;
    private int variants;
    private int available;

    /**
     * @param body the page
     * @param buffer what to read through; {@link #buffer} is what to release afterwards
     */
    ProductScanner(InputStream body, byte[] buffer) {
        this.window = new Window(body, buffer, MAX_PRODUCT_BYTES);
        this.cursor = new JsonCursor(window);
        this.products = new Precedent(window);
        this.items =
                new Precedent[] {
                    new Precedent(window), new Precedent(window), new Precedent(window)
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
        window.position(readProduct(p));
        return true;
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
            throw new MalformedFeedException("the answer is a web page (HTML) where JSON was due");
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
            p = nextMember(cursor.passValue(p, IN_ROOT));
        }
        throw new MalformedFeedException("the answer has no list of \"products\"");
    }

    /** From behind the bracket that closes the list to the end of the body. */
    private boolean end(int from) throws IOException {
        int p = nextMember(from);
        while (cursor.at(p) != '}') {
            p = passRootName(p);
            if (rootField == Field.PRODUCTS) {
                throw new MalformedFeedException("the answer has two lists of \"products\"");
            }
            p = nextMember(cursor.passValue(p, IN_ROOT));
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

    /** From behind a value to the next field's name, or to the closing brace. */
    private int nextMember(int from) throws IOException {
        int p = cursor.passSpace(from);
        int c = cursor.at(p);
        if (c == ',') {
            p = cursor.passSpace(p + 1);
            if (cursor.at(p) == '}') {
                throw window.unexpected(p, "a field name");
            }
        } else if (c != '}') {
            throw window.unexpected(p, "a comma or }");
        }
        return p;
    }

    // ---- a product ----

    /** From a product's first byte to behind it. */
    private int readProduct(int from) throws IOException {
        Arrays.fill(product, 0);
        identified = false;
        variants = 0;
        available = 0;
        int p = from + 1;
        for (int place = 0; ; place++) {
            int known = products.match(place, p);
            if (known > 0) {
                p = productField(products.field(place), p + known);
                continue;
            }
            p = parseName(products, place, p);
            if (p < 0) {
                p = -p;
                break;
            }
            p = productField(parsedField, p);
        }
        if (!identified) {
            throw new MalformedFeedException("a product has no numeric id");
        }
        long sum = 0;
        for (int field = Field.TITLE; field <= Field.VARIANTS; field++) {
            sum = Hashing.fold(sum, product[field]);
        }
        hash = sum == 0 ? 1 : sum;
        return p;
    }

    private int productField(int field, int from) throws IOException {
        int first = cursor.at(from);
        if (field >= Field.IMAGES && field <= Field.VARIANTS && first == '[') {
            return list(field, from);
        }
        int p = cursor.passValue(from, IN_PRODUCT);
        if (field == Field.ID) {
            identified = isNumber(first) && cursor.isLong();
            id = cursor.longValue();
        } else if (field >= Field.TITLE && field <= Field.TYPE) {
            product[field] = first == '"' ? cursor.hash() : 0;
        } else if (field >= Field.IMAGES && field <= Field.VARIANTS) {
            product[field] = 0;
        }
        return p;
    }

    /** From the first byte of a list of variants, images or options to behind it. */
    private int list(int kind, int from) throws IOException {
        if (kind == Field.VARIANTS) {
            variants = 0;
            available = 0;
        }
        Precedent precedent = items[kind - Field.IMAGES];
        long sum = 0;
        int index = 0;
        int p = cursor.passSpace(from + 1);
        while (cursor.at(p) != ']') {
            int first = cursor.at(p);
            boolean asItem = first == '{';
            p = asItem ? item(precedent, p) : cursor.passValue(p, IN_PRODUCT_LIST);
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
        product[kind] = Hashing.fold(sum, index + 1L) | 1;
        return p + 1;
    }

    /** What a list hashes as with one element more, which was just passed. */
    private long element(int kind, int first, boolean isItem, int index, long sum)
            throws MalformedFeedException {
        if (kind == Field.VARIANTS) {
            if (!isItem || item[Field.ID] == 0) {
                throw new MalformedFeedException("a variant has no numeric id");
            }
            // Added up: the order of the variants counts for nothing.
            return sum + variant();
        }
        if (kind == Field.IMAGES) {
            return index > 0 ? sum : Hashing.fold(sum, isItem ? item[Field.SOURCE] : 0);
        }
        if (first == '"') {
            return Hashing.fold(sum, cursor.hash());
        }
        long name = isItem ? item[Field.NAME] : 0;
        return Hashing.fold(Hashing.fold(sum, name), isItem ? item[Field.POSITION] : 0);
    }

    private long variant() {
        variants++;
        if (item[Field.AVAILABLE] == TRUE) {
            available++;
        }
        long sum = item[Field.ID];
        sum = Hashing.fold(sum, item[Field.TITLE]);
        for (int field = Field.OPTION_1; field <= Field.AVAILABLE; field++) {
            sum = Hashing.fold(sum, item[field]);
        }
        return sum;
    }

    /** From the first byte of an object in a list to behind it; its fields go into their slots. */
    private int item(Precedent precedent, int from) throws IOException {
        Arrays.fill(item, 0);
        int p = from + 1;
        for (int place = 0; ; place++) {
            int known = precedent.match(place, p);
            if (known > 0 && precedent.isWhole(place, known)) {
                item[precedent.field(place)] = precedent.value(place);
                p += known;
                continue;
            }
            long start = window.offset(p);
            p = known > 0 ? p + known : parseName(precedent, place, p);
            if (p < 0) {
                return -p;
            }
            int field = known > 0 ? precedent.field(place) : parsedField;
            p = itemValue(precedent, place, field, start, p);
        }
    }

    private int itemValue(Precedent precedent, int place, int field, long start, int from)
            throws IOException {
        int first = cursor.at(from);
        int p = cursor.passValue(from, IN_ITEM);
        long value = 0;
        if (field != Field.OTHER) {
            value = slot(field, first);
            item[field] = value;
        }
        if (first != '{' && first != '[') {
            precedent.learnValue(place, start, (int) (window.offset(p) - start), value);
        }
        return p;
    }

    /**
     * From behind an object's brace or value to the next value, whose field is noted; or to behind
     * the closing brace, which is returned negated.
     */
    private int parseName(Precedent precedent, int place, int from) throws IOException {
        long start = window.offset(from);
        int p = place == 0 ? cursor.passSpace(from) : nextMember(from);
        if (cursor.at(p) == '}') {
            return -(p + 1);
        }
        p = cursor.passName(p);
        parsedField = Field.of(cursor);
        precedent.learnName(place, start, (int) (window.offset(p) - start), parsedField);
        return p;
    }

    /** What the value just passed hashes as in this field; 0 for what says nothing. */
    private long slot(int field, int first) {
        return switch (field) {
            case Field.ID -> isNumber(first) && cursor.isLong() ? cursor.hash() : 0;
            case Field.POSITION -> isNumber(first) ? cursor.hash() : 0;
            case Field.PRICE -> first == '"' || isNumber(first) ? cursor.hash() : 0;
            case Field.AVAILABLE -> first == 't' ? TRUE : first == 'f' ? FALSE : 0;
            default -> first == '"' ? cursor.hash() : 0;
        };
    }

    private static boolean isNumber(int first) {
        return first == '-' || (first >= '0' && first <= '9');
    }
}
