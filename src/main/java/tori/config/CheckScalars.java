package tori.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.jayway.jsonpath.JsonPath;

import org.jspecify.annotations.Nullable;

import tori.config.ScalarShape.Bad;
import tori.config.ScalarShape.Good;

import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;

/** The kinds of value that checks have; stateless, any thread. */
final class CheckScalars {

    private static final int MAX_TEXT = 10_000;
    private static final int MAX_EXPRESSION = 500;
    private static final int MAX_PATH = 200;

    /** An expression is written out for its repetitions; so much of it may come of that. */
    private static final long MAX_REPETITIONS = 100_000;

    /** Each letter of an answer costs a step for each of these at worst, and each takes memory. */
    static final int MAX_PROGRAM = 5_000;

    private static final java.util.regex.Pattern REPETITION =
            java.util.regex.Pattern.compile("(\\))?\\{([0-9]{1,5})(?:,([0-9]{0,5}))?}");
    private static final java.util.regex.Pattern STATUS =
            java.util.regex.Pattern.compile("([1-5])[xX]{2}|([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?");
    private static final java.util.regex.Pattern HOST_PORT =
            java.util.regex.Pattern.compile(
                    "(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]{1,253}))(?::([0-9]{1,5}))?");
    private static final java.util.regex.Pattern DNS_NAME =
            java.util.regex.Pattern.compile("(?:[A-Za-z0-9_-]{1,63}\\.)*[A-Za-z0-9_-]{1,63}\\.?");
    private static final java.util.regex.Pattern NUMBER =
            java.util.regex.Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,9})?");
    private static final java.util.regex.Pattern TOKEN =
            java.util.regex.Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    private CheckScalars() {}

    /** The address to ask. */
    static ScalarShape<String> url() {
        return new ScalarShape<>(
                "URL",
                "give an absolute URL, such as https://example.com/health",
                scalar -> {
                    if (Addresses.isWebhook(scalar.text())) {
                        return new Bad<>(Addresses.MISPLACED);
                    }
                    URI uri = Addresses.uri(scalar.text(), List.of("http", "https"));
                    if (uri == null) {
                        return new Bad<>(scalar.shown() + " is no http or https URL");
                    }
                    if (uri.getRawUserInfo() != null) {
                        return new Bad<>(
                                scalar.shown()
                                        + " has a user name or password, which go to 'auth'");
                    }
                    return uri.getRawFragment() == null
                            ? new Good<>(uri.toString())
                            : new Bad<>(scalar.shown() + " has a '#' part, which is never sent");
                },
                schema -> schema.put("type", "string").put("pattern", "^https?://"));
    }

    /** One status or several. */
    static ScalarShape<StatusRange> status() {
        return new ScalarShape<>(
                "status",
                "give a status such as 200, \"2xx\" or \"200-204\"",
                scalar -> {
                    Matcher matcher = STATUS.matcher(scalar.text());
                    if (!matcher.matches()) {
                        return new Bad<>(scalar.shown() + " is no status");
                    }
                    if (matcher.group(1) != null) {
                        int from = 100 * Integer.parseInt(matcher.group(1));
                        return new Good<>(new StatusRange(from, from + 99));
                    }
                    int from = Integer.parseInt(matcher.group(2));
                    int to = matcher.group(3) == null ? from : Integer.parseInt(matcher.group(3));
                    return from > to
                            ? new Bad<>(scalar.shown() + " ends before it begins")
                            : new Good<>(new StatusRange(from, to));
                },
                schema -> {
                    schema.putArray("type").add("string").add("integer");
                    schema.put("pattern", "^([1-5][xX]{2}|[1-5][0-9]{2}(-[1-5][0-9]{2})?)$");
                    schema.put("minimum", 100).put("maximum", 599);
                });
    }

    /** A regular expression that takes no longer than the text is long. */
    static ScalarShape<String> expression() {
        return Scalars.text(
                "regular expression",
                MAX_EXPRESSION,
                "give a regular expression as RE2 has them: without back references and"
                        + " look-around",
                CheckScalars::wrongExpression);
    }

    private static @Nullable String wrongExpression(String expression) {
        long nested = 1;
        long single = 1;
        Matcher repetitions = REPETITION.matcher(expression);
        while (repetitions.find()) {
            String most = repetitions.group(3);
            boolean open = most == null || most.isEmpty();
            long times = Long.parseLong(open ? repetitions.group(2) : most);
            if (repetitions.group(1) == null) {
                single = Math.max(single, times);
            } else {
                nested = Math.min(MAX_REPETITIONS + 1, nested * Math.max(1, times));
            }
        }
        if (nested * single * expression.length() > MAX_REPETITIONS) {
            return "repeats too much";
        }
        try {
            return Pattern.compile(expression).programSize() > MAX_PROGRAM
                    ? "repeats too much"
                    : null;
        } catch (PatternSyntaxException e) {
            return "is no regular expression (" + e.getDescription() + ")";
        }
    }

    /** A place in JSON. */
    static ScalarShape<String> jsonPath() {
        return Scalars.text(
                "JSONPath",
                MAX_PATH,
                "give a JSONPath, such as $.status or $.checks[0].ok",
                CheckScalars::wrongPath);
    }

    private static @Nullable String wrongPath(String path) {
        if (!path.startsWith("$")) {
            return "does not begin with '$'";
        }
        if (path.contains("=~")) {
            // Such expressions can take for ever.
            return "has a regular expression; use 'body: {matches: …}'";
        }
        if (path.indexOf("..") != path.lastIndexOf("..")) {
            // Each would multiply the work by the size of the answer.
            return "descends by '..' more than once";
        }
        try {
            JsonPath.compile(path);
            return null;
        } catch (RuntimeException e) {
            // The library throws whatever it trips over.
            return "is no JSONPath";
        }
    }

    /** A single value in JSON, as YAML takes it: quotes make it text. */
    static ScalarShape<JsonValue> jsonValue() {
        return new ScalarShape<>(
                "text, number, true or false",
                "give a text, a number, true or false",
                scalar -> {
                    String text = scalar.text();
                    if (text.length() > MAX_TEXT) {
                        return new Bad<>(scalar.shown() + " is too long");
                    }
                    boolean open = scalar.plain() || scalar.variable();
                    if (open && (text.equals("true") || text.equals("false"))) {
                        return new Good<>(new JsonValue.Truth(text.equals("true")));
                    }
                    if (open && NUMBER.matcher(text).matches()) {
                        BigDecimal number = new BigDecimal(text).stripTrailingZeros();
                        return new Good<>(new JsonValue.Amount(number));
                    }
                    return new Good<>(new JsonValue.Text(text));
                },
                schema -> schema.putArray("type").add("string").add("number").add("boolean"));
    }

    /**
     * A host and its port.
     *
     * @param otherwise the port if none is given; null if one must be
     */
    static ScalarShape<HostPort> hostPort(@Nullable Integer otherwise) {
        return new ScalarShape<>(
                otherwise == null ? "host:port" : "host or host:port",
                "give host:port, such as db.example:5432 or [::1]:5432",
                scalar -> {
                    Matcher matcher = HOST_PORT.matcher(scalar.text());
                    boolean good = matcher.matches();
                    String port = good ? matcher.group(3) : null;
                    if (!good || (port == null && otherwise == null)) {
                        return new Bad<>(scalar.shown() + " is no host with a port");
                    }
                    int number = number(port, otherwise);
                    if (number < 1 || number > 65_535) {
                        return new Bad<>(scalar.shown() + " has a port that cannot be");
                    }
                    String literal = matcher.group(1);
                    return new Good<>(
                            new HostPort(literal == null ? matcher.group(2) : literal, number));
                },
                schema -> schema.put("type", "string").put("pattern", "^" + HOST_PORT + "$"));
    }

    private static int number(@Nullable String digits, @Nullable Integer otherwise) {
        if (digits != null) {
            return Integer.parseInt(digits);
        }
        return otherwise == null ? 0 : otherwise;
    }

    /** A name of the DNS. */
    static ScalarShape<String> dnsName() {
        return Scalars.text(
                "name",
                253,
                "give a name of the DNS, such as example.com",
                text -> DNS_NAME.matcher(text).matches() ? null : "is no name of the DNS");
    }

    /** The name of a header that tori does not send by itself. */
    static ScalarShape<String> headerName() {
        return Scalars.text(
                "header",
                100,
                "give a header's name, such as Accept",
                name -> {
                    if (!TOKEN.matcher(name).matches()) {
                        return "is no header's name";
                    }
                    return switch (name.toLowerCase(Locale.ROOT)) {
                        case "authorization" -> "belongs in 'auth'";
                        case "host", "content-length", "connection", "transfer-encoding" ->
                                "is set by tori";
                        default -> null;
                    };
                });
    }

    /** What a header says; printed nowhere, as it may be a key. */
    static ScalarShape<Secret> headerValue() {
        return secret("text, secret", "give printable ASCII", "[\\t -~]{1,4000}");
    }

    /** A user name or password. */
    static ScalarShape<Secret> credential() {
        return secret("text, secret", "give 1 to 1000 characters", "[^\\p{Cntrl}]{1,1000}");
    }

    /** A token as the header {@code Authorization} can have it. */
    static ScalarShape<Secret> token() {
        return secret("token, secret", "give the token alone", "[!-~]{1,4000}");
    }

    /** Text to send, over several lines if need be. */
    static ScalarShape<Secret> payload() {
        return secret("text, secret", "give 1 to 10000 characters", "(?s).{1,10000}");
    }

    /** Text to look for, over several lines if need be. */
    static ScalarShape<String> sought() {
        return new ScalarShape<>(
                "text",
                "give a text of at most " + MAX_TEXT + " characters",
                scalar ->
                        scalar.text().isEmpty() || scalar.text().length() > MAX_TEXT
                                ? new Bad<>(scalar.shown() + " is empty or too long")
                                : new Good<>(scalar.text()),
                schema -> {
                    schema.putArray("type").add("string").add("number").add("boolean");
                    schema.put("minLength", 1).put("maxLength", MAX_TEXT);
                });
    }

    private static ScalarShape<Secret> secret(String label, String allowed, String pattern) {
        java.util.regex.Pattern good = java.util.regex.Pattern.compile(pattern);
        return new ScalarShape<>(
                label,
                allowed,
                scalar ->
                        good.matcher(scalar.text()).matches()
                                ? new Good<>(new Secret(scalar.text()))
                                : new Bad<>("is not possible (not shown, it may be a secret)"),
                schema -> {
                    schema.putArray("type").add("string").add("number").add("boolean");
                    schema.put("minLength", 1);
                });
    }

    /** Methods that a check may use. */
    static Map<String, String> methods() {
        return Choices.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    }
}
