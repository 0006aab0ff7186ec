package tori.shopify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What the escapes in JSON strings stand for. Stateless. */
final class Escapes {

    private static final char REPLACEMENT = '\uFFFD';

    /** The value of a hexadecimal digit; negative for every other byte. */
    private static final byte[] HEX = hexDigits();

    private static final boolean[] SHORT = shortEscapes();

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

    /** Whether this byte and a backslash before it are an escape. */
    static boolean isShort(int second) {
        return second >= '"' && second < SHORT.length && SHORT[second];
    }

    private static boolean[] shortEscapes() {
        boolean[] escapes = new boolean['t' + 1];
        for (char c : "\"\\/bfnrt".toCharArray()) {
            escapes[c] = true;
        }
        return escapes;
    }

    private static byte[] hexDigits() {
        byte[] digits = new byte[256];
        Arrays.fill(digits, (byte) -1);
        for (int c = 0; c < 0x80; c++) {
            digits[c] = (byte) Character.digit(c, 16);
        }
        return digits;
    }

    /** The value of a hexadecimal digit; negative if the byte is none. */
    static int hexValue(byte digit) {
        return HEX[digit & 0xFF];
    }

    private static char unit(byte[] bytes, int p) {
        return (char)
                ((hexValue(bytes[p]) << 12)
                        | (hexValue(bytes[p + 1]) << 8)
                        | (hexValue(bytes[p + 2]) << 4)
                        | hexValue(bytes[p + 3]));
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
