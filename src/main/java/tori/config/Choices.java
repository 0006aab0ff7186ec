package tori.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The words that a key of few values allows, in the order to print them in. Stateless. */
final class Choices {

    private Choices() {}

    /** Words that mean themselves. */
    static Map<String, String> of(String... words) {
        Map<String, String> byWord = new LinkedHashMap<>();
        for (String word : words) {
            byWord.put(word, word);
        }
        return byWord;
    }

    /** Words and what they mean. */
    @SafeVarargs
    static <T> Map<String, T> of(Map.Entry<String, T>... words) {
        Map<String, T> byWord = new LinkedHashMap<>();
        for (Map.Entry<String, T> word : words) {
            byWord.put(word.getKey(), word.getValue());
        }
        return byWord;
    }

    /** Constants, written in small letters. */
    static <E extends Enum<E>> Map<String, E> of(E[] constants) {
        Map<String, E> byWord = new LinkedHashMap<>();
        for (E constant : constants) {
            byWord.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        return byWord;
    }
}
