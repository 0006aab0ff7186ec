package tori.config;

import tori.model.EventType;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A short name by which an entry of {@code notify} selects events. Immutable, any thread.
 *
 * @param word as it is written, such as {@code price_drop}
 * @param type the events it selects
 * @param direction of a changed price: -1 for lower ones only, 1 for higher ones, 0 for either
 */
public record EventWord(String word, EventType type, int direction) {

    /** Every word there is, by itself: one for each type that a monitor may raise, and two more. */
    static Map<String, EventWord> all() {
        Map<String, EventWord> words = new LinkedHashMap<>();
        for (EventType type : EventType.values()) {
            String word = wordOf(type.wireName());
            if (!word.isEmpty()) {
                words.put(word, new EventWord(word, type, 0));
            }
        }
        words.put("price_drop", new EventWord("price_drop", EventType.PRICE_CHANGED, -1));
        words.put("price_rise", new EventWord("price_rise", EventType.PRICE_CHANGED, 1));
        return Collections.unmodifiableMap(words);
    }

    /** The last part of the wire name; empty for what no monitor raises. */
    private static String wordOf(String wireName) {
        String[] parts = wireName.split("\\.", -1);
        if (parts.length < 3 || parts[1].equals("delivery")) {
            return "";
        }
        // Of a product that is new or removed it is said without saying product.
        boolean both = parts[1].equals("variant") && parts[2].matches("new|removed");
        return both ? "variant_" + parts[2] : parts[2];
    }

    /**
     * Whether it selects an event.
     *
     * @param priceDirection where the price went: negative for down, 0 where that is not known
     */
    public boolean selects(EventType raised, int priceDirection) {
        return raised == type && (direction == 0 || Integer.signum(priceDirection) == direction);
    }
}
