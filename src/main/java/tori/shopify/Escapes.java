package tori.shopify;

import java.nio.charset.StandardCharsets;

/** Decodes JSON strings that were validated before. Stateless. */
final class Escapes {

    private static final char REPLACEMENT = '\uFFFD';

    private Escapes() {}

    /** The characters of a string between its quotes; unpaired surrogates as U+FFFD. */
    static String decode(byte[] bytes, int from, int to) {
        StringBuilder text = characters(bytes, from, to);
        for (int i = unpaired(text, 0); i >= 0; i = unpaired(text, i + 1)) {
            text.setCharAt(i, REPLACEMENT);
        }
        return text.toString();
    }

    /** Whether a string between its quotes holds half a surrogate pair, which only escapes can. */
    static boolean hasUnpairedSurrogate(byte[] bytes, int from, int to) {
        return unpaired(characters(bytes, from, to), 0) >= 0;
    }

    private static StringBuilder characters(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        int p = from;
        int plain = from;
        while (p < to) {
            if (bytes[p] != '\\') {
                p++;
                continue;
            }
            text.append(new String(bytes, plain, p - plain, StandardCharsets.UTF_8));
            if (bytes[p + 1] == 'u') {
                text.append(unit(bytes, p + 2));
                p += 6;
            } else {
                text.append(character(bytes[p + 1]));
                p += 2;
            }
            plain = p;
        }
        text.append(new String(bytes, plain, to - plain, StandardCharsets.UTF_8));
        return text;
    }

    private static char unit(byte[] bytes, int p) {
        return (char)
                ((JsonCursor.hexValue(bytes[p]) << 12)
                        | (JsonCursor.hexValue(bytes[p + 1]) << 8)
                        | (JsonCursor.hexValue(bytes[p + 2]) << 4)
                        | JsonCursor.hexValue(bytes[p + 3]));
    }

    private static char character(byte escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> (char) escape;
        };
    }

    /** The first unpaired surrogate from an index on; -1 if there is none. */
    private static int unpaired(StringBuilder text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return i;
            }
        }
        return -1;
    }
}
