package tori.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;

import org.jspecify.annotations.Nullable;

import tori.config.JsonCondition;
import tori.config.JsonValue;
import tori.incident.CheckCause;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Judges answers in JSON. Immutable, any thread. */
final class JsonConditions {

    /** JSON that people write is nested some ten levels; deeper costs stack. */
    private static final int MAX_DEPTH = 100;

    private static final ObjectMapper MAPPER =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Configuration JACKSON =
            Configuration.builder()
                    .jsonProvider(new JacksonJsonNodeJsonProvider(MAPPER))
                    .mappingProvider(new JacksonMappingProvider(MAPPER))
                    .build();

    private record Compiled(JsonPath path, JsonCondition condition) {}

    private final List<Compiled> conditions;

    JsonConditions(List<JsonCondition> conditions) {
        this.conditions =
                conditions.stream()
                        .map(each -> new Compiled(JsonPath.compile(each.path()), each))
                        .toList();
    }

    List<Condition> judge(Answer answer) {
        List<Condition> judged = new ArrayList<>();
        if (conditions.isEmpty()) {
            return judged;
        }
        JsonNode root = answer.complete() ? parse(answer.text()) : null;
        for (Compiled each : conditions) {
            String wanted = each.condition().path() + " is " + words(each.condition().value());
            String wrong =
                    root == null
                            ? "the answer of "
                                    + answer.host()
                                    + (answer.complete()
                                            ? " is not JSON"
                                            : " is larger than max_body")
                            : wrong(each, root);
            judged.add(
                    wrong == null
                            ? Condition.passed(CheckCause.CONTENT, wanted)
                            : Condition.failed(CheckCause.CONTENT, wanted, wrong));
        }
        return judged;
    }

    private static @Nullable JsonNode parse(String text) {
        try {
            JsonNode root = MAPPER.readTree(text);
            return root == null || root.isMissingNode() ? null : root;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static @Nullable String wrong(Compiled each, JsonNode root) {
        String path = each.condition().path();
        Object found;
        try {
            found = each.path().read(root, JACKSON);
        } catch (RuntimeException e) {
            // The library throws whatever it trips over; an odd answer is no bug.
            return path + " is not there";
        }
        List<@Nullable Object> values = new ArrayList<>();
        if (!each.path().isDefinite() && found instanceof JsonNode several && several.isArray()) {
            several.forEach(values::add);
        } else {
            values.add(found);
        }
        if (values.isEmpty()) {
            return path + " is not there";
        }
        for (Object value : values) {
            if (!isEqual(each.condition().value(), value)) {
                return path
                        + " is "
                        + Conditions.quoted(shown(value))
                        + " instead of "
                        + words(each.condition().value());
            }
        }
        return null;
    }

    private static boolean isEqual(JsonValue expected, @Nullable Object found) {
        return switch (expected) {
            case JsonValue.Text(String text) -> text.equals(plain(found));
            case JsonValue.Truth(boolean truth) -> Boolean.valueOf(truth).equals(plain(found));
            case JsonValue.Amount(BigDecimal number) ->
                    plain(found) instanceof BigDecimal other && other.compareTo(number) == 0;
        };
    }

    /**
     * A text, truth value or {@link BigDecimal}; null for everything else. Functions of paths, such
     * as {@code length()}, give objects of Java.
     */
    private static @Nullable Object plain(@Nullable Object found) {
        if (found instanceof JsonNode node) {
            if (node.isTextual()) {
                return node.textValue();
            }
            if (node.isBoolean()) {
                return node.booleanValue();
            }
            return node.isNumber() ? number(node.asText()) : null;
        }
        return found instanceof Number ? number(found.toString()) : found;
    }

    private static @Nullable BigDecimal number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            // Infinite: more than a double can hold.
            return null;
        }
    }

    private static String shown(@Nullable Object value) {
        return value instanceof JsonNode node && node.isTextual()
                ? node.textValue()
                : String.valueOf(value);
    }

    private static String words(JsonValue value) {
        return switch (value) {
            case JsonValue.Text(String text) -> Conditions.quoted(text);
            case JsonValue.Amount(BigDecimal number) -> number.toPlainString();
            case JsonValue.Truth(boolean truth) -> Boolean.toString(truth);
        };
    }
}
