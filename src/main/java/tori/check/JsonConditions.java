package tori.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import com.jayway.jsonpath.spi.mapper.MappingProvider;

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

    /** Brackets, names and values. Each takes up to a hundred bytes in a tree. */
    static final int MAX_TOKENS = 300_000;

    /** Names stand in every path below them. */
    private static final int MAX_NAME = 1_000;

    private static final ObjectMapper MAPPER =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxTokenCount(MAX_TOKENS)
                                                    .maxNameLength(MAX_NAME)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final MappingProvider MAPPING = new JacksonMappingProvider(MAPPER);

    private record Compiled(JsonPath path, JsonCondition condition) {}

    /** What became of an answer. */
    private sealed interface Tree {

        record Grown(JsonNode root) implements Tree {}

        /**
         * @param words what is wrong, to go on after whose answer it is
         */
        record None(String words) implements Tree {}
    }

    private final List<Compiled> conditions;

    JsonConditions(List<JsonCondition> conditions) {
        this.conditions =
                conditions.stream()
                        .map(each -> new Compiled(JsonPath.compile(each.path()), each))
                        .toList();
    }

    /**
     * Each in turn.
     *
     * @param effort that it may take
     * @throws CannotLookException if it takes more
     */
    List<Condition> judge(Answer answer, Effort effort) throws InterruptedException {
        List<Condition> judged = new ArrayList<>();
        if (conditions.isEmpty()) {
            return judged;
        }
        Tree tree = tree(answer, effort);
        for (Compiled each : conditions) {
            String wanted = each.condition().path() + " is " + words(each.condition().value());
            String wrong =
                    switch (tree) {
                        case Tree.Grown grown -> wrong(each, grown.root(), effort);
                        case Tree.None none -> "the answer of " + answer.host() + none.words();
                    };
            judged.add(
                    wrong == null
                            ? Condition.passed(CheckCause.CONTENT, wanted)
                            : Condition.failed(CheckCause.CONTENT, wanted, wrong));
        }
        return judged;
    }

    private static Tree tree(Answer answer, Effort effort) throws InterruptedException {
        if (!answer.complete()) {
            return new Tree.None(" is larger than max_body");
        }
        effort.takeTurn(answer.text().length());
        try {
            JsonNode root = MAPPER.readTree(answer.text());
            return root == null || root.isMissingNode()
                    ? new Tree.None(" is not JSON")
                    : new Tree.Grown(root);
        } catch (StreamConstraintsException e) {
            return new Tree.None(
                    " is no JSON that can be judged: more than "
                            + MAX_TOKENS
                            + " parts, "
                            + MAX_DEPTH
                            + " levels, or a name or number of more than "
                            + MAX_NAME
                            + " letters");
        } catch (JsonProcessingException e) {
            return new Tree.None(" is not JSON");
        }
    }

    private static @Nullable String wrong(Compiled each, JsonNode root, Effort effort) {
        String path = each.condition().path();
        WatchedTree watched = new WatchedTree(MAPPER, effort);
        Object found;
        try {
            found = each.path().read(root, configuration(watched));
        } catch (CannotLookException e) {
            throw e;
        } catch (RuntimeException e) {
            // The library throws whatever it trips over; an odd answer is no bug.
            return path + " is not there";
        }
        if (watched.isTooMuch()) {
            return path + " is at too many places to compare";
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
                        + shown(value)
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

    private static Configuration configuration(WatchedTree watched) {
        return Configuration.builder()
                .jsonProvider(watched)
                .mappingProvider(MAPPING)
                .evaluationListener(watched)
                .build();
    }

    /** In quotes, but for what is nothing at all. */
    private static String shown(@Nullable Object value) {
        if (value == null || (value instanceof JsonNode node && node.isNull())) {
            return "null";
        }
        return Conditions.quoted(
                value instanceof JsonNode node && node.isValueNode()
                        ? node.asText()
                        : value.toString());
    }

    private static String words(JsonValue value) {
        return switch (value) {
            case JsonValue.Text(String text) -> Conditions.quoted(text);
            case JsonValue.Amount(BigDecimal number) -> number.toPlainString();
            case JsonValue.Truth(boolean truth) -> Boolean.toString(truth);
        };
    }
}
