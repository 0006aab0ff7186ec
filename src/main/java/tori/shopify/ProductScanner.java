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

    private final JsonCursor cursor;
    private final long[] product = new long[Field.COUNT];
    private final long[] item = new long[Field.COUNT];

    private boolean started;
    private boolean ended;
    private boolean identified;
    private long id;
    private long hash;
    private int variants;
    private int available;

    /**
     * @param body the page
     * @param buffer what to read through; {@link #buffer} is what to release afterwards
     */
    ProductScanner(InputStream body, byte[] buffer) {
        this.cursor = new JsonCursor(body, buffer, MAX_PRODUCT_BYTES);
    }

    /** The buffer in use now, which may be another than the one passed in. */
    byte[] buffer() {
        return cursor.buffer();
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
        int c;
        if (started) {
            cursor.unmark();
            c = cursor.next();
            if (c == ',') {
                c = cursor.next();
            } else if (c != ']') {
                throw cursor.unexpected(c, "a comma or ]");
            } else {
                return end();
            }
        } else {
            started = true;
            start();
            c = cursor.next();
            if (c == ']') {
                return end();
            }
        }
        if (c != '{') {
            throw new MalformedFeedException("an entry of the list of products is not a product");
        }
        cursor.markLast();
        readProduct();
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
        return ProductReader.read(cursor.window());
    }

    // ---- around the list ----

    private void start() throws IOException {
        cursor.byteOrderMark();
        if (cursor.atEnd()) {
            throw new MalformedFeedException("the body is empty");
        }
        int c = cursor.next();
        if (c == '<') {
            throw new MalformedFeedException("the answer is a web page (HTML) where JSON was due");
        }
        if (c != '{') {
            throw new MalformedFeedException("the answer is not a JSON object");
        }
        c = cursor.next();
        while (c != '}') {
            if (rootField(c) == Field.PRODUCTS) {
                if (cursor.next() != '[') {
                    throw new MalformedFeedException("\"products\" is not a list");
                }
                return;
            }
            cursor.skip(cursor.next(), IN_ROOT);
            c = nextMember();
        }
        throw new MalformedFeedException("the answer has no list of \"products\"");
    }

    private boolean end() throws IOException {
        int c = nextMember();
        while (c != '}') {
            if (rootField(c) == Field.PRODUCTS) {
                throw new MalformedFeedException("the answer has two lists of \"products\"");
            }
            cursor.skip(cursor.next(), IN_ROOT);
            c = nextMember();
        }
        if (!cursor.atEnd()) {
            throw cursor.malformed("something follows the end of the object,");
        }
        ended = true;
        return false;
    }

    private int rootField(int first) throws IOException {
        cursor.markLast();
        cursor.name(first);
        int field = Field.of(cursor);
        cursor.unmark();
        cursor.colon();
        return field;
    }

    /** The byte that begins the next field's name, or the closing brace. */
    private int nextMember() throws IOException {
        int c = cursor.next();
        if (c == '}') {
            return c;
        }
        if (c != ',') {
            throw cursor.unexpected(c, "a comma or }");
        }
        c = cursor.next();
        if (c == '}') {
            throw cursor.unexpected(c, "a field name");
        }
        return c;
    }

    // ---- a product ----

    private void readProduct() throws IOException {
        Arrays.fill(product, 0);
        identified = false;
        variants = 0;
        available = 0;
        int c = cursor.next();
        while (c != '}') {
            cursor.name(c);
            int field = Field.of(cursor);
            cursor.colon();
            productField(field, cursor.next());
            c = nextMember();
        }
        if (!identified) {
            throw new MalformedFeedException("a product has no numeric id");
        }
        long sum = 0;
        for (int field = Field.TITLE; field <= Field.VARIANTS; field++) {
            sum = Hashing.fold(sum, product[field]);
        }
        hash = sum == 0 ? 1 : sum;
    }

    private void productField(int field, int c) throws IOException {
        switch (field) {
            case Field.ID -> {
                identified = identifier(c, IN_PRODUCT);
                id = cursor.longValue();
            }
            case Field.TITLE, Field.HANDLE, Field.VENDOR, Field.TYPE ->
                    product[field] = text(c, IN_PRODUCT);
            case Field.IMAGES -> product[field] = list(c, Field.IMAGES);
            case Field.OPTIONS -> product[field] = list(c, Field.OPTIONS);
            case Field.VARIANTS -> {
                variants = 0;
                available = 0;
                product[field] = list(c, Field.VARIANTS);
            }
            default -> cursor.skip(c, IN_PRODUCT);
        }
    }

    /** The hash of a list of variants, images or options; 0 if it is no list. */
    private long list(int c, int kind) throws IOException {
        if (c != '[') {
            cursor.skip(c, IN_PRODUCT);
            return 0;
        }
        long sum = 0;
        int index = 0;
        c = cursor.next();
        while (c != ']') {
            sum = element(c, kind, index++, sum);
            c = cursor.next();
            if (c == ',') {
                c = cursor.next();
                if (c == ']') {
                    throw cursor.unexpected(c, "a value");
                }
            } else if (c != ']') {
                throw cursor.unexpected(c, "a comma or ]");
            }
        }
        return Hashing.fold(sum, index + 1L) | 1;
    }

    private long element(int c, int kind, int index, long sum) throws IOException {
        if (kind == Field.VARIANTS) {
            return sum + variant(c);
        }
        if (kind == Field.IMAGES) {
            if (index > 0) {
                cursor.skip(c, IN_PRODUCT_LIST);
                return sum;
            }
            return Hashing.fold(sum, item(c) ? item[Field.SOURCE] : 0);
        }
        if (c == '"') {
            cursor.string();
            return Hashing.fold(sum, cursor.hash());
        }
        boolean object = item(c);
        long name = object ? item[Field.NAME] : 0;
        return Hashing.fold(Hashing.fold(sum, name), object ? item[Field.POSITION] : 0);
    }

    /** A variant's hash. They are added up: the order of the variants counts for nothing. */
    private long variant(int c) throws IOException {
        if (!item(c) || item[Field.ID] == 0) {
            throw new MalformedFeedException("a variant has no numeric id");
        }
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

    /** Reads an element's fields into their slots; false if it is no object. */
    private boolean item(int c) throws IOException {
        if (c != '{') {
            cursor.skip(c, IN_PRODUCT_LIST);
            return false;
        }
        Arrays.fill(item, 0);
        c = cursor.next();
        while (c != '}') {
            cursor.name(c);
            int field = Field.of(cursor);
            cursor.colon();
            c = cursor.next();
            switch (field) {
                case Field.ID -> item[field] = identifier(c, IN_ITEM) ? cursor.hash() : 0;
                case Field.POSITION -> item[field] = numberOrUnknown(c);
                case Field.PRICE -> item[field] = c == '"' ? text(c, IN_ITEM) : numberOrUnknown(c);
                case Field.AVAILABLE -> item[field] = truth(c);
                case Field.OTHER -> cursor.skip(c, IN_ITEM);
                default -> item[field] = text(c, IN_ITEM);
            }
            c = nextMember();
        }
        return true;
    }

    private boolean identifier(int c, int openContainers) throws IOException {
        cursor.skip(c, openContainers);
        return (c == '-' || (c >= '0' && c <= '9')) && cursor.isLong();
    }

    private long text(int c, int openContainers) throws IOException {
        cursor.skip(c, openContainers);
        return c == '"' ? cursor.hash() : 0;
    }

    private long numberOrUnknown(int c) throws IOException {
        cursor.skip(c, IN_ITEM);
        return c == '-' || (c >= '0' && c <= '9') ? cursor.hash() : 0;
    }

    private long truth(int c) throws IOException {
        cursor.skip(c, IN_ITEM);
        return c == 't' ? TRUE : c == 'f' ? FALSE : 0;
    }
}
