package tori.shopify;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The field names of a feed that are looked at, recognised from their first bytes without making a
 * string. Numbers rather than an enum because they index the scanner's slots. Stateless.
 */
final class Field {

    static final int OTHER = 0;
    static final int ID = 1;
    static final int TITLE = 2;
    static final int HANDLE = 3;
    static final int VENDOR = 4;
    static final int TYPE = 5;
    static final int IMAGES = 6;
    static final int OPTIONS = 7;
    static final int VARIANTS = 8;
    static final int OPTION_1 = 9;
    static final int OPTION_2 = 10;
    static final int OPTION_3 = 11;
    static final int PRICE = 12;
    static final int AVAILABLE = 13;
    static final int SOURCE = 14;
    static final int NAME = 15;
    static final int POSITION = 16;
    static final int PRODUCTS = 17;
    static final int UPDATED_AT = 18;

    /** One more than the largest. */
    static final int COUNT = 19;

    private static final long ID_WORD = word("id");
    private static final long SOURCE_WORD = word("src");
    private static final long NAME_WORD = word("name");
    private static final long TITLE_WORD = word("title");
    private static final long PRICE_WORD = word("price");
    private static final long HANDLE_WORD = word("handle");
    private static final long VENDOR_WORD = word("vendor");
    private static final long IMAGES_WORD = word("images");
    private static final long OPTIONS_WORD = word("options");
    private static final long OPTION_1_WORD = word("option1");
    private static final long OPTION_2_WORD = word("option2");
    private static final long OPTION_3_WORD = word("option3");
    private static final long VARIANTS_WORD = word("variants");
    private static final long PRODUCTS_WORD = word("products");
    private static final long POSITION_WORD = word("position");
    private static final long AVAILABLE_WORD = word("availabl");
    private static final long AVAILABLE_REST = word("e");
    private static final long UPDATED_WORD = word("updated_");
    private static final long UPDATED_REST = word("at");
    private static final long TYPE_WORD = word("product_");
    private static final long TYPE_REST = word("type");

    private Field() {}

    /** Which field the name just passed by the cursor is. */
    static int of(JsonCursor cursor) {
        if (cursor.isEscaped()) {
            return of(cursor.text());
        }
        long word = cursor.length() == 0 ? 0 : cursor.word(0);
        return switch (cursor.length()) {
            case 2 -> word == ID_WORD ? ID : OTHER;
            case 3 -> word == SOURCE_WORD ? SOURCE : OTHER;
            case 4 -> word == NAME_WORD ? NAME : OTHER;
            case 5 -> word == TITLE_WORD ? TITLE : word == PRICE_WORD ? PRICE : OTHER;
            case 6 -> ofSix(word);
            case 7 -> ofSeven(word);
            case 8 -> ofEight(word);
            case 9 ->
                    word == AVAILABLE_WORD && cursor.word(8) == AVAILABLE_REST ? AVAILABLE : OTHER;
            case 10 -> word == UPDATED_WORD && cursor.word(8) == UPDATED_REST ? UPDATED_AT : OTHER;
            case 12 -> word == TYPE_WORD && cursor.word(8) == TYPE_REST ? TYPE : OTHER;
            default -> OTHER;
        };
    }

    private static int ofSix(long word) {
        if (word == HANDLE_WORD) {
            return HANDLE;
        }
        return word == VENDOR_WORD ? VENDOR : word == IMAGES_WORD ? IMAGES : OTHER;
    }

    private static int ofSeven(long word) {
        if (word == OPTION_1_WORD) {
            return OPTION_1;
        }
        if (word == OPTION_2_WORD) {
            return OPTION_2;
        }
        return word == OPTION_3_WORD ? OPTION_3 : word == OPTIONS_WORD ? OPTIONS : OTHER;
    }

    private static int ofEight(long word) {
        if (word == VARIANTS_WORD) {
            return VARIANTS;
        }
        return word == PRODUCTS_WORD ? PRODUCTS : word == POSITION_WORD ? POSITION : OTHER;
    }

    /** Which field has this name; {@link #OTHER} for all that are not looked at. */
    static int of(String name) {
        return switch (name) {
            case "id" -> ID;
            case "title" -> TITLE;
            case "handle" -> HANDLE;
            case "vendor" -> VENDOR;
            case "product_type" -> TYPE;
            case "images" -> IMAGES;
            case "options" -> OPTIONS;
            case "variants" -> VARIANTS;
            case "option1" -> OPTION_1;
            case "option2" -> OPTION_2;
            case "option3" -> OPTION_3;
            case "price" -> PRICE;
            case "available" -> AVAILABLE;
            case "src" -> SOURCE;
            case "name" -> NAME;
            case "position" -> POSITION;
            case "products" -> PRODUCTS;
            case "updated_at" -> UPDATED_AT;
            default -> OTHER;
        };
    }

    private static long word(String ascii) {
        byte[] bytes = new byte[Long.BYTES];
        System.arraycopy(ascii.getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, ascii.length());
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
