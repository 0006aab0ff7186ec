package tori.config;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Finds what a user may have meant; stateless, any thread. */
final class Suggestions {

    private Suggestions() {}

    /** What to say about a key that does not exist. */
    static String unknownKey(String written, List<Key<?>> keys) {
        String nearest = nearest(written, keys.stream().map(Key::name).toList());
        return nearest == null
                ? "is an unknown key; allowed: " + Section.names(keys)
                : "is an unknown key; did you mean '" + nearest + "'?";
    }

    /** The candidate that fewest slips of the keyboard lead to; null if none is near. */
    static @Nullable String nearest(String written, List<String> candidates) {
        int allowed = Math.max(1, Math.min(3, written.length() / 3));
        String nearest = null;
        int least = allowed + 1;
        for (String candidate : candidates) {
            // The lengths alone tell, and keep a huge key from costing time.
            if (Math.abs(candidate.length() - written.length()) > allowed) {
                continue;
            }
            int distance = distance(written, candidate);
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
