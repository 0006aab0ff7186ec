package tori.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.jspecify.annotations.Nullable;

import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryState;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads what is asked about deliveries. Strict: what is not known or not said clearly is refused,
 * so that nobody decides about more than they mean. Called on requests' threads.
 */
final class DeliveryRequests {

    private static final int DEFAULT_PAGE = 50;

    /**
     * More than anybody names one by one; the rest is for {@code state} and {@code destination}.
     */
    private static final int MAX_IDS = 1_000;

    /** Discord's limit for a message is 2,000, that of an embed 4,096. */
    private static final int MAX_TEXT = 4_000;

    private static final int MAX_SUBJECT = 200;

    private static final String DEFAULT_SUBJECT = "notice";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private DeliveryRequests() {}

    /**
     * A page of deliveries.
     *
     * @param limit 1 to {@link DeliveryDesk#MAX_PAGE}
     */
    record Page(DeliveryFilter filter, int limit, int offset) {}

    static Page page(Exchange exchange) throws BadRequestException {
        List<String> states = new ArrayList<>();
        for (String value : exchange.parameters("state")) {
            states.addAll(Arrays.asList(value.split(",", -1)));
        }
        String destination = exchange.parameter("destination");
        return new Page(
                new DeliveryFilter(List.of(), states(states), destination),
                number(exchange, "limit", DEFAULT_PAGE, 1, DeliveryDesk.MAX_PAGE),
                number(exchange, "offset", 0, 0, Integer.MAX_VALUE));
    }

    /** A whole number of the query, both bounds inclusive. */
    static int number(Exchange exchange, String name, int otherwise, int min, int max)
            throws BadRequestException {
        String text = exchange.parameter(name);
        if (text == null) {
            return otherwise;
        }
        if (text.matches("[0-9]{1,10}")) {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return (int) number;
            }
        }
        throw new BadRequestException(name + " is a whole number from " + min + " to " + max);
    }

    private static List<DeliveryState> states(List<String> names) throws BadRequestException {
        Set<DeliveryState> states = new LinkedHashSet<>();
        for (String name : names) {
            DeliveryState state = DeliveryState.ofWireName(name);
            if (state == null) {
                throw new BadRequestException("state is one of " + knownStates());
            }
            states.add(state);
        }
        return List.copyOf(states);
    }

    private static String knownStates() {
        return Arrays.stream(DeliveryState.values())
                .map(DeliveryState::wireName)
                .collect(Collectors.joining(", "));
    }

    /** What several deliveries are chosen by; only dead letters, unless it says otherwise. */
    static DeliveryFilter selection(Exchange exchange) throws BadRequestException {
        JsonNode body = object(exchange, Set.of("ids", "state", "destination", "all"));
        if (body.has("all") && !body.get("all").isBoolean()) {
            throw new BadRequestException("all is true or left out");
        }
        List<Long> ids = body.has("ids") ? ids(body.get("ids")) : List.of();
        List<DeliveryState> states =
                body.has("state") ? states(texts(body.get("state"), "state")) : List.of();
        String destination =
                body.has("destination") ? text(body.get("destination"), "destination") : null;
        boolean all = body.path("all").asBoolean();
        if (ids.isEmpty() && states.isEmpty() && destination == null && !all) {
            throw new BadRequestException(
                    "say which: ids, state, destination, or \"all\": true for every dead letter");
        }
        if (ids.isEmpty() && states.isEmpty()) {
            states = List.of(DeliveryState.FAILED);
        }
        return new DeliveryFilter(ids, states, destination);
    }

    private static List<Long> ids(JsonNode node) throws BadRequestException {
        Set<Long> ids = new LinkedHashSet<>();
        boolean good = node.isArray() && !node.isEmpty() && node.size() <= MAX_IDS;
        for (JsonNode id : node) {
            good &= id.isIntegralNumber() && id.canConvertToLong() && id.asLong() > 0;
            ids.add(id.asLong());
        }
        if (!good) {
            throw new BadRequestException(
                    "ids is a list of 1 to " + MAX_IDS + " whole numbers above 0");
        }
        return List.copyOf(ids);
    }

    /** A notice to be delivered. */
    static NoticeOrder notice(Exchange exchange) throws BadRequestException {
        String key = exchange.header("Idempotency-Key");
        if (key != null && !KEY.matcher(key).matches()) {
            throw new BadRequestException(
                    "Idempotency-Key has 1 to 255 visible ASCII characters, no spaces");
        }
        JsonNode body = object(exchange, Set.of("destination", "text", "entity"));
        if (!body.has("destination") || !body.has("text")) {
            throw new BadRequestException("destination and text are needed");
        }
        List<String> destinations = texts(body.get("destination"), "destination");
        String text = text(body.get("text"), "text");
        if (text.isBlank() || text.codePointCount(0, text.length()) > MAX_TEXT) {
            throw new BadRequestException("text has 1 to " + MAX_TEXT + " characters");
        }
        return new NoticeOrder(destinations, text, subject(body.get("entity")), key);
    }

    private static String subject(@Nullable JsonNode entity) throws BadRequestException {
        if (entity == null) {
            return DEFAULT_SUBJECT;
        }
        String subject = text(entity, "entity");
        if (subject.isBlank()
                || subject.codePointCount(0, subject.length()) > MAX_SUBJECT
                || subject.codePoints().anyMatch(Character::isISOControl)) {
            throw new BadRequestException(
                    "entity has 1 to " + MAX_SUBJECT + " characters, no control characters");
        }
        return subject;
    }

    /** The body, an object with no keys but these. */
    static JsonNode object(Exchange exchange, Set<String> known) throws BadRequestException {
        JsonNode body;
        try {
            body = JSON.readTree(exchange.jsonBody());
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw new BadRequestException(
                    "the body is not JSON"
                            + (place == null
                                    ? ", or too deep"
                                    : ": line "
                                            + place.getLineNr()
                                            + ", column "
                                            + place.getColumnNr()));
        } catch (IOException e) {
            throw new IllegalStateException("reading memory cannot fail", e);
        }
        if (!body.isObject()) {
            throw new BadRequestException("the body is no JSON object");
        }
        for (String name : (Iterable<String>) body::fieldNames) {
            if (!known.contains(name)) {
                throw new BadRequestException(
                        "the body has a key that is not known; known: " + new TreeSet<>(known));
            }
        }
        return body;
    }

    /** One text or a list of them, each once. */
    private static List<String> texts(JsonNode node, String name) throws BadRequestException {
        if (!node.isArray()) {
            return List.of(text(node, name));
        }
        if (node.isEmpty()) {
            throw new BadRequestException(name + " is an empty list; leave it out or fill it");
        }
        Set<String> texts = new LinkedHashSet<>();
        for (JsonNode element : node) {
            texts.add(text(element, name));
        }
        return List.copyOf(texts);
    }

    private static String text(JsonNode node, String name) throws BadRequestException {
        if (!node.isTextual() || node.asText().isEmpty()) {
            throw new BadRequestException(name + " is a text that is not empty");
        }
        return node.asText();
    }
}
