package tori.shopify;

import java.io.IOException;
import java.util.Arrays;

/**
 * Passes one object of a product's lists, a variant, image or option, and reduces each of its
 * fields that count to 64 bits. Used by the thread of its {@link JsonCursor}.
 */
final class ItemScanner {

    private static final long TRUE = 1;
    private static final long FALSE = 2;

    /** Containers open around the fields: root, products, product, list, item. */
    private static final int OPEN_CONTAINERS = 5;

    private final JsonCursor cursor;
    private final Window window;
    private final Members members;
    private final Spans spans;
    private final long[] values = new long[Field.COUNT];

    /**
     * @param spans where to note the times of the answer
     */
    ItemScanner(JsonCursor cursor, Members members, Spans spans) {
        this.cursor = cursor;
        this.window = cursor.window();
        this.members = members;
        this.spans = spans;
    }

    /** What a field of the object just passed hashes as; 0 for one that says nothing. */
    long value(int field) {
        return values[field];
    }

    /** Whether the object just passed says that it is available. */
    boolean isAvailable() {
        return values[Field.AVAILABLE] == TRUE;
    }

    /** The hash of the object as a variant. */
    long variant() {
        long sum = values[Field.ID];
        sum = Hashing.fold(sum, values[Field.TITLE]);
        for (int field = Field.OPTION_1; field <= Field.AVAILABLE; field++) {
            sum = Hashing.fold(sum, values[field]);
        }
        return sum;
    }

    /** From the first byte of an object in a list to behind it; its fields go into their slots. */
    int pass(Precedent precedent, int from) throws IOException {
        Arrays.fill(values, 0);
        int p = from + 1;
        for (int place = 0; ; place++) {
            int known = precedent.match(place, p);
            if (known > 0 && precedent.isWhole(place, known)) {
                int field = precedent.field(place);
                values[field] = precedent.value(place);
                if (field == Field.UPDATED_AT && values[field] == TRUE) {
                    spans.add(window, p + precedent.nameLength(place) + 1, p + known - 1);
                }
                p += known;
                continue;
            }
            long start = window.offset(p);
            p = known > 0 ? p + known : members.parse(precedent, place, p);
            if (p < 0) {
                return -p;
            }
            int field = known > 0 ? precedent.field(place) : members.field();
            p = itemValue(precedent, place, field, start, p);
        }
    }

    private int itemValue(Precedent precedent, int place, int field, long start, int from)
            throws IOException {
        int first = cursor.at(from);
        int p = cursor.passValue(from, OPEN_CONTAINERS);
        long value = 0;
        if (field != Field.OTHER) {
            value = slot(field, first);
            values[field] = value;
        }
        if (first != '{' && first != '[') {
            precedent.learnValue(place, start, (int) (window.offset(p) - start), value);
        }
        return p;
    }

    /** What the value just passed hashes as in this field; 0 for what says nothing. */
    private long slot(int field, int first) {
        return switch (field) {
            case Field.ID -> JsonScalars.isNumber(first) && cursor.isLong() ? cursor.hash() : 0;
            case Field.POSITION -> JsonScalars.isNumber(first) ? cursor.hash() : 0;
            case Field.PRICE -> first == '"' || JsonScalars.isNumber(first) ? cursor.hash() : 0;
            case Field.AVAILABLE -> first == 't' ? TRUE : first == 'f' ? FALSE : 0;
            case Field.UPDATED_AT -> first == '"' && spans.add(window) ? TRUE : FALSE;
            default -> first == '"' ? cursor.hash() : 0;
        };
    }
}
