package tori.check;

import org.jspecify.annotations.Nullable;

import tori.config.DnsRecord;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares what people write with what DNS servers answer; stateless, any thread. */
final class RecordText {

    private static final Pattern MAIL = Pattern.compile("([0-9]{1,5})\\s+(\\S+)");

    /** A piece of a text record, in quotes if there are blanks in it. */
    private static final Pattern PIECE = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"|(\\S++)");

    private RecordText() {}

    /**
     * Whether a value is the one expected: addresses and names by what they mean, text letter by
     * letter. A mail server may be expected with its preference or without.
     */
    static boolean isSame(DnsRecord record, String expected, String found) {
        return switch (record) {
            case A, AAAA -> isSameAddress(expected, found);
            case CNAME, NS -> name(expected).equals(name(found));
            case MX -> isSameMail(expected, found);
            case TXT -> expected.equals(text(found));
        };
    }

    private static boolean isSameAddress(String expected, String found) {
        InetAddress wanted = Targets.literal(expected.strip());
        InetAddress there = Targets.literal(found);
        boolean addresses = wanted != null && there != null;
        return addresses ? Objects.equals(wanted, there) : expected.equals(found);
    }

    private static boolean isSameMail(String expected, String found) {
        Matcher wanted = MAIL.matcher(expected.strip());
        Matcher there = MAIL.matcher(found.strip());
        if (!there.matches()) {
            return false;
        }
        @Nullable String preference = wanted.matches() ? wanted.group(1) : null;
        String host = preference == null ? expected : wanted.group(2);
        return name(host).equals(name(there.group(2)))
                && (preference == null || preference.equals(there.group(1)));
    }

    private static String name(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    }

    /** The text of a text record: its pieces without quotes, put together. */
    static String text(String found) {
        StringBuilder text = new StringBuilder();
        Matcher pieces = PIECE.matcher(found);
        while (pieces.find()) {
            String quoted = pieces.group(1);
            text.append(quoted == null ? pieces.group(2) : quoted.replaceAll("\\\\(.)", "$1"));
        }
        return text.toString();
    }
}
