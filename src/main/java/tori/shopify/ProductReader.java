package tori.shopify;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes objects of one product that the scanner has found well formed and different. Stateless: one
 * reader per product, on the thread that polls.
 */
final class ProductReader {

    private static final int DEPTH = 1;
    private static final int MAX_PRICE_LENGTH = 40;

    /**
     * Characters kept of a title, a vendor, an option. Shopify allows 255; more would only fill
     * memory, queues and disks, where each event holds them again.
     */
    private static final int MAX_TEXT_LENGTH = 2_048;

    private final JsonCursor cursor;
    private final @Nullable String[] product = new @Nullable String[Field.COUNT];
    private long id;
    private @Nullable List<String> optionNames;
    private @Nullable List<VariantState> variants;

    private ProductReader(JsonCursor cursor) {
        this.cursor = cursor;
    }

    /** The product that the cursor's text is. */
    static ProductState read(JsonCursor cursor) throws IOException {
        return new ProductReader(cursor).read();
    }

    private ProductState read() throws IOException {
        readObject(cursor.next(), this::productField);
        return new ProductState(
                id,
                product[Field.TITLE],
                product[Field.HANDLE],
                product[Field.VENDOR],
                product[Field.TYPE],
                product[Field.IMAGES],
                optionNames,
                variants,
                0,
                false);
    }

    private void productField(int field, int c) throws IOException {
        switch (field) {
            case Field.ID -> {
                cursor.value(DEPTH);
                if (cursor.isLong()) {
                    id = cursor.longValue();
                }
            }
            case Field.TITLE, Field.HANDLE, Field.VENDOR, Field.TYPE -> product[field] = text(c);
            case Field.IMAGES -> product[field] = firstImage(c);
            case Field.OPTIONS -> optionNames = optionNames(c);
            case Field.VARIANTS -> variants = variants(c);
            default -> cursor.value(DEPTH);
        }
    }

    private @Nullable String firstImage(int c) throws IOException {
        @Nullable String[] first = new @Nullable String[1];
        boolean[] past = new boolean[1];
        readList(
                c,
                element -> {
                    if (past[0] || element != '{') {
                        cursor.value(DEPTH);
                    } else {
                        first[0] = item(element).texts[Field.SOURCE];
                    }
                    past[0] = true;
                });
        // An address that was cut leads nowhere.
        return first[0] == null || first[0].length() >= MAX_TEXT_LENGTH - 1 ? null : first[0];
    }

    /** Names by position where positions are given, else in the order of the list. */
    private @Nullable List<String> optionNames(int c) throws IOException {
        List<Item> options = new ArrayList<>();
        boolean list =
                readList(
                        c,
                        element -> {
                            Item option = item(element);
                            if (option.position == 0) {
                                option.position = options.size() + 1L;
                            }
                            options.add(option);
                        });
        if (!list) {
            return null;
        }
        options.sort((a, b) -> Long.compare(a.position, b.position));
        List<String> names = new ArrayList<>();
        for (Item option : options) {
            String name = option.texts[Field.NAME];
            names.add(name == null ? "Option " + (names.size() + 1) : name);
        }
        return names;
    }

    private @Nullable List<VariantState> variants(int c) throws IOException {
        Map<Long, VariantState> byId = new LinkedHashMap<>();
        boolean list =
                readList(
                        c,
                        element -> {
                            Item variant = item(element);
                            byId.put(variant.id, variant.toVariant());
                        });
        return list ? List.copyOf(byId.values()) : null;
    }

    /** An element of a list: its fields where it is an object, its name where it is a string. */
    private Item item(int c) throws IOException {
        Item item = new Item();
        if (c == '{') {
            readObject(c, (field, first) -> itemField(item, field, first));
        } else {
            item.texts[Field.NAME] = text(c);
        }
        return item;
    }

    private void itemField(Item item, int field, int c) throws IOException {
        switch (field) {
            case Field.ID -> {
                cursor.value(DEPTH);
                if (cursor.isLong()) {
                    item.id = cursor.longValue();
                }
            }
            case Field.POSITION -> {
                cursor.value(DEPTH);
                item.position = isNumber(c) && cursor.isLong() ? cursor.longValue() : 0;
            }
            case Field.PRICE -> {
                cursor.value(DEPTH);
                item.texts[field] = c == '"' || isNumber(c) ? price(cursor.text()) : null;
            }
            case Field.AVAILABLE -> {
                cursor.value(DEPTH);
                item.available = c == 't' ? Boolean.TRUE : c == 'f' ? Boolean.FALSE : null;
            }
            default -> item.texts[field] = text(c);
        }
    }

    private @Nullable String text(int c) throws IOException {
        cursor.value(DEPTH);
        return c == '"' ? cut(cursor.text()) : null;
    }

    /** The beginning of a text, which does not end in the middle of a surrogate pair. */
    static String cut(String text) {
        if (text.length() <= MAX_TEXT_LENGTH) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(MAX_TEXT_LENGTH - 1));
        return text.substring(0, splits ? MAX_TEXT_LENGTH - 1 : MAX_TEXT_LENGTH);
    }

    private static boolean isNumber(int c) {
        return c == '-' || (c >= '0' && c <= '9');
    }

    /** A price as a plain decimal; null if the text is none. */
    static @Nullable String price(String text) {
        if (text.isEmpty() || text.length() > MAX_PRICE_LENGTH) {
            return null;
        }
        boolean plain = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            if (!digit && ".+-eE".indexOf(c) < 0) {
                return null;
            }
            plain &= digit || (c == '.' && i > 0 && i < text.length() - 1);
        }
        try {
            BigDecimal value = new BigDecimal(text);
            if (plain) {
                return text;
            }
            boolean printable = Math.abs((long) value.scale()) <= MAX_PRICE_LENGTH;
            return printable ? value.toPlainString() : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    // ---- walking ----

    @FunctionalInterface
    private interface FieldReader {
        /** Passes the value of a field; {@code c} is the value's first byte. */
        void read(int field, int c) throws IOException;
    }

    @FunctionalInterface
    private interface ElementReader {
        /** Passes an element; {@code c} is its first byte. */
        void read(int c) throws IOException;
    }

    private void readObject(int c, FieldReader reader) throws IOException {
        if (c != '{') {
            throw cursor.window().malformed("no object where one was due");
        }
        int next = cursor.next();
        while (next != '}') {
            if (next == ',') {
                cursor.next();
            }
            cursor.name();
            int field = Field.of(cursor);
            reader.read(field, cursor.next());
            next = cursor.next();
        }
    }

    /** False if the value is no list; it is passed all the same. */
    private boolean readList(int c, ElementReader reader) throws IOException {
        if (c != '[') {
            cursor.value(DEPTH);
            return false;
        }
        c = cursor.next();
        while (c != ']') {
            reader.read(c == ',' ? cursor.next() : c);
            c = cursor.next();
        }
        return true;
    }

    private static final class Item {
        private final @Nullable String[] texts = new @Nullable String[Field.COUNT];
        private long id;
        private long position;
        private @Nullable Boolean available;

        private VariantState toVariant() {
            return new VariantState(
                    id,
                    texts[Field.TITLE],
                    texts[Field.OPTION_1],
                    texts[Field.OPTION_2],
                    texts[Field.OPTION_3],
                    texts[Field.PRICE],
                    available);
        }
    }
}
