package tori.config;

import org.jspecify.annotations.Nullable;

import tori.config.ScalarShape.Bad;
import tori.config.ScalarShape.Good;
import tori.config.ScalarShape.Parsed;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of text, number and quantity that values may be; stateless, any thread. */
final class Scalars {

    private static final String SIZE_PATTERN = "^([0-9]{1,9}) ?(B|KB|MB|GB|KiB|MiB|GiB)$";
    private static final Pattern SIZE = Pattern.compile(SIZE_PATTERN);
    private static final String SHARE_PATTERN = "^([0-9]{1,3}(\\.[0-9]{1,6})?)%$";
    private static final Pattern SHARE = Pattern.compile(SHARE_PATTERN);
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,12}(\\.[0-9]{1,9})?");
    private static final Map<String, Boolean> BOOLEANS =
            Map.of(
                    "true", true, "yes", true, "on", true, "false", false, "no", false, "off",
                    false);

    private Scalars() {}

    /** Any text of 1 to {@code max} characters without control characters. */
    static ScalarShape<String> text(int max) {
        return text("text", max, "give a text of at most " + max + " characters", text -> null);
    }

    /**
     * Text with a rule of its own.
     *
     * @param rule says what is wrong with a text; null for nothing
     */
    static ScalarShape<String> text(
            String label, int max, String allowed, Function<String, @Nullable String> rule) {
        return new ScalarShape<>(
                label,
                allowed,
                scalar -> {
                    String wrong = wrongText(scalar.text(), max);
                    wrong = wrong == null ? rule.apply(scalar.text()) : wrong;
                    return wrong == null
                            ? new Good<>(scalar.text())
                            : new Bad<>(scalar.shown() + " " + wrong);
                },
                schema -> {
                    // What YAML takes for a number or a boolean is text all the same.
                    schema.putArray("type").add("string").add("number").add("boolean");
                    schema.put("minLength", 1).put("maxLength", max);
                });
    }

    private static @Nullable String wrongText(String text, int max) {
        if (text.isBlank()) {
            return "is blank";
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            return "has a control character";
        }
        return text.codePointCount(0, text.length()) > max ? "is too long" : null;
    }

    /** A name of a site, monitor or destination. */
    static ScalarShape<String> name(String label) {
        return text(
                label,
                100,
                "give a name of 1 to 100 characters without '/' and without blanks at its ends",
                Scalars::wrongName);
    }

    private static @Nullable String wrongName(String text) {
        if (text.indexOf('/') >= 0) {
            return "has a '/'";
        }
        // Browsers take it for a step up, however it is escaped.
        if (text.equals(".") || text.equals("..")) {
            return "cannot stand in an address";
        }
        return text.equals(text.strip()) ? null : "begins or ends with a blank";
    }

    /** One of a few words. */
    static <T> ScalarShape<T> oneOf(String label, Map<String, T> words) {
        return new ScalarShape<>(
                label,
                "allowed: " + String.join(", ", words.keySet()),
                scalar -> {
                    T value = words.get(scalar.text());
                    return value == null
                            ? new Bad<>(scalar.shown() + " is not known")
                            : new Good<>(value);
                },
                schema -> words.keySet().forEach(schema.withArray("enum")::add));
    }

    /** True or false. */
    static ScalarShape<Boolean> bool() {
        return new ScalarShape<>(
                "true or false",
                "write true or false",
                scalar -> {
                    Boolean value = BOOLEANS.get(scalar.text().toLowerCase(Locale.ROOT));
                    if (value == null) {
                        return new Bad<>(scalar.shown() + " is neither true nor false");
                    }
                    return scalar.plain() || scalar.variable()
                            ? new Good<>(value)
                            : new Bad<>(scalar.shown() + " is text because of its quotes");
                },
                schema ->
                        schema.putArray("enum")
                                .add(true)
                                .add(false)
                                .add("yes")
                                .add("no")
                                .add("on")
                                .add("off"));
    }

    /** A whole number. */
    static ScalarShape<Long> integer(long min, long max) {
        return new ScalarShape<>(
                "whole number",
                max == Long.MAX_VALUE
                        ? "give a whole number from " + min
                        : "give a whole number from " + min + " to " + max,
                scalar -> {
                    Parsed<BigDecimal> number = number(scalar, INTEGER, "whole number");
                    return number.then(value -> {
                        long exact = value.longValueExact();
                        return exact < min || exact > max
                                ? new Bad<>(scalar.shown() + " is out of range")
                                : new Good<>(exact);
                    });
                },
                schema -> {
                    schema.put("type", "integer").put("minimum", min);
                    if (max < Long.MAX_VALUE) {
                        schema.put("maximum", max);
                    }
                });
    }

    /** A whole number that fits an {@code int}. */
    static ScalarShape<Integer> integer32(int min, int max) {
        ScalarShape<Long> wide = integer(min, max);
        return new ScalarShape<>(
                wide.label(),
                wide.allowed(),
                scalar ->
                        wide.parser()
                                .parse(scalar)
                                .then(value -> new Good<>(Math.toIntExact(value))),
                wide.constraint());
    }

    /** A decimal number. */
    static ScalarShape<BigDecimal> decimal(long min, long max) {
        return new ScalarShape<>(
                "number",
                "give a number from " + min + " to " + max,
                scalar -> {
                    Parsed<BigDecimal> number = number(scalar, NUMBER, "number");
                    return number instanceof Good<BigDecimal>(BigDecimal value)
                                    && (value.compareTo(BigDecimal.valueOf(min)) < 0
                                            || value.compareTo(BigDecimal.valueOf(max)) > 0)
                            ? new Bad<>(scalar.shown() + " is out of range")
                            : number;
                },
                schema -> schema.put("type", "number").put("minimum", min).put("maximum", max));
    }

    private static Parsed<BigDecimal> number(Tree.Scalar scalar, Pattern pattern, String what) {
        if (!pattern.matcher(scalar.text()).matches()) {
            return new Bad<>(scalar.shown() + " is not a " + what);
        }
        return scalar.plain() || scalar.variable()
                ? new Good<>(new BigDecimal(scalar.text()))
                : new Bad<>(scalar.shown() + " is text because of its quotes");
    }

    /** A duration, both bounds inclusive. */
    static ScalarShape<Duration> duration(Duration min, Duration max) {
        String range = DurationText.format(min) + " to " + DurationText.format(max);
        return new ScalarShape<>(
                "duration",
                "give a duration from " + range + ", such as 250ms, 30s, 5m, 2h or 7d",
                scalar -> {
                    Duration value = DurationText.parse(scalar.text());
                    if (value == null) {
                        return new Bad<>(
                                scalar.shown()
                                        + (INTEGER.matcher(scalar.text()).matches()
                                                ? " has no unit"
                                                : " is not a duration"));
                    }
                    return value.compareTo(min) < 0 || value.compareTo(max) > 0
                            ? new Bad<>(scalar.shown() + " is out of range")
                            : new Good<>(value);
                },
                schema -> {
                    schema.putArray("type").add("string").add("integer");
                    schema.put("pattern", DurationText.PATTERN).put("maximum", 0).put("minimum", 0);
                });
    }

    /** A duration of the original file, where a bare number means seconds. */
    static ScalarShape<Duration> legacyDuration(Duration min, Duration max) {
        ScalarShape<Duration> modern = duration(min, max);
        return new ScalarShape<>(
                "duration or seconds",
                modern.allowed(),
                scalar -> {
                    boolean seconds = INTEGER.matcher(scalar.text()).matches();
                    return modern.parser()
                            .parse(seconds ? scalar.withText(scalar.text() + "s") : scalar);
                },
                schema -> schema.putArray("type").add("string").add("integer"));
    }

    /** An amount of memory in bytes, both bounds inclusive. */
    static ScalarShape<Long> size(long min, long max) {
        return new ScalarShape<>(
                "size",
                "give a size from "
                        + min / 1024
                        + "KiB to "
                        + (max < 1 << 30 ? (max >> 20) + "MiB" : (max >> 30) + "GiB")
                        + ", such as 64KiB",
                scalar -> {
                    Matcher matcher = SIZE.matcher(scalar.text());
                    if (!matcher.matches()) {
                        return new Bad<>(scalar.shown() + " is not a size");
                    }
                    long bytes = Long.parseLong(matcher.group(1)) * unitBytes(matcher.group(2));
                    return bytes < min || bytes > max
                            ? new Bad<>(scalar.shown() + " is out of range")
                            : new Good<>(bytes);
                },
                schema -> schema.put("type", "string").put("pattern", SIZE_PATTERN));
    }

    private static long unitBytes(String unit) {
        return switch (unit) {
            case "KB" -> 1_000L;
            case "MB" -> 1_000_000L;
            case "GB" -> 1_000_000_000L;
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> 1L;
        };
    }

    /** A share from 0% to 100%, read as 0 to 1. */
    static ScalarShape<Double> share() {
        return new ScalarShape<>(
                "share",
                "give a share from 0% to 100%, such as 10%",
                scalar -> {
                    Matcher matcher = SHARE.matcher(scalar.text());
                    if (!matcher.matches()) {
                        return new Bad<>(scalar.shown() + " is not a share");
                    }
                    BigDecimal percent = new BigDecimal(matcher.group(1));
                    return percent.compareTo(BigDecimal.valueOf(100)) > 0
                            ? new Bad<>(scalar.shown() + " is out of range")
                            : new Good<>(percent.movePointLeft(2).doubleValue());
                },
                schema -> schema.put("type", "string").put("pattern", SHARE_PATTERN));
    }

    /** A word to look for, or with a leading minus to avoid. */
    static ScalarShape<String> keyword() {
        return text(
                "text",
                200,
                "give a word, or a minus and a word",
                text -> text.replaceFirst("^-", "").isBlank() ? "has no word" : null);
    }

    /** The part of an address that names a collection or a product. */
    static ScalarShape<String> handle(String what) {
        return text(
                "handle",
                255,
                "give the " + what + "'s handle, the last part of its address",
                text -> text.matches("[^/?#\\s]+") ? null : "has a character that no handle has");
    }

    /** A product variant's id. */
    static ScalarShape<Long> variantId() {
        return integer(1, Long.MAX_VALUE);
    }

    /** A variant's id in the place of an id with a label. */
    static ScalarShape<Legacy.LabelledVariant> labelledVariant() {
        ScalarShape<Long> id = variantId();
        return new ScalarShape<>(
                id.label(),
                id.allowed(),
                scalar ->
                        id.parser()
                                .parse(scalar)
                                .then(value -> new Good<>(new Legacy.LabelledVariant(value, null))),
                id.constraint());
    }

    /** Whom a Discord message may mention. */
    static ScalarShape<String> mention() {
        return text(
                "text",
                200,
                "give one of <@&ROLE_ID>, <@USER_ID>, @here and @everyone",
                text ->
                        text.strip().matches("<@[&!]?[0-9]{1,20}>|@here|@everyone")
                                ? null
                                : "is no mention");
    }

    /** What polls call themselves. */
    static ScalarShape<String> userAgent() {
        return text(
                "text",
                500,
                "give printable ASCII; {version} is the only placeholder",
                text -> {
                    if (!text.matches("[ -~]+")) {
                        return "has a character that no header may have";
                    }
                    return text.replace("{version}", "").contains("{")
                            ? "has an unknown placeholder"
                            : null;
                });
    }

    /** Whether it says that something is not wanted. */
    static boolean isOff(String text) {
        return Boolean.FALSE.equals(BOOLEANS.get(text.toLowerCase(Locale.ROOT)));
    }

    /** The short form of {@code guard}. */
    static ScalarShape<OptionalDouble> guardSwitch() {
        return off("give {shrink: 50%}, or off", "is no guard", OptionalDouble.empty());
    }

    /** The short form of {@code adaptive}. */
    static ScalarShape<Optional<Values>> adaptiveSwitch() {
        return off(
                "give {fastest: 5s, slowest: 2m}, or off",
                "does not say how fast",
                Optional.empty());
    }

    /** The word that switches something off. */
    private static <T> ScalarShape<T> off(String allowed, String wrong, T switchedOff) {
        return new ScalarShape<>(
                "off",
                allowed,
                scalar ->
                        isOff(scalar.text())
                                ? new Good<>(switchedOff)
                                : new Bad<>(scalar.shown() + " " + wrong),
                schema -> schema.putArray("enum").add(false).add("off").add("no"));
    }
}
