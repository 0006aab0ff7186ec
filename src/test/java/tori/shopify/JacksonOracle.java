package tori.shopify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a body says according to Jackson's streaming parser, written without a look at the scanner:
 * every token into maps and lists first, the products out of these afterwards.
 */
final class JacksonOracle {

    /** Stands for an integer or a decimal as it is written. */
    record Number(String text) {}

    private static final JsonFactory FACTORY = new JsonFactory();

    private JacksonOracle() {}

    /** The products by id in the order they first appear; null if the body must be refused. */
    static Map<Long, ProductState> products(byte[] body) {
        List<Object> lists = new ArrayList<>();
        Object root;
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            root = parse(body, lists);
        } catch (CharacterCodingException e) {
            // Jackson lets overlong forms and encoded surrogates pass; RFC 3629 does not.
            return null;
        } catch (IOException e) {
            return null;
        }
        if (!(root instanceof Map<?, ?>) || lists.size() != 1) {
            return null;
        }
        if (!(lists.get(0) instanceof List<?> list)) {
            return null;
        }
        Map<Long, ProductState> products = new LinkedHashMap<>();
        for (Object element : list) {
            ProductState product = product(element);
            if (product == null) {
                return null;
            }
            products.put(product.id(), product);
        }
        return products;
    }

    /** Why Jackson refuses the body, for the message of a failed comparison. */
    static String complaint(byte[] body) {
        try {
            return "no complaint: " + (parse(body, new ArrayList<>()) != null);
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private static Object parse(byte[] body, List<Object> productLists) throws IOException {
        try (JsonParser parser = FACTORY.createParser(body)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                return null;
            }
            Map<String, Object> root = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                Object value = value(parser, parser.nextToken());
                root.put(name, value);
                if (name.equals("products")) {
                    productLists.add(value);
                }
            }
            return parser.nextToken() == null ? root : null;
        }
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    object.put(name, value(parser, parser.nextToken()));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                for (JsonToken t = parser.nextToken();
                        t != JsonToken.END_ARRAY;
                        t = parser.nextToken()) {
                    list.add(value(parser, t));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Number(parser.getText());
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            default -> throw new IOException("unexpected " + token);
        };
    }

    private static ProductState product(Object element) {
        if (!(element instanceof Map<?, ?> fields) || identifier(fields.get("id")) == null) {
            return null;
        }
        List<VariantState> variants = null;
        if (fields.get("variants") instanceof List<?> list) {
            Map<Long, VariantState> byId = new LinkedHashMap<>();
            for (Object each : list) {
                VariantState variant = variant(each);
                if (variant == null) {
                    return null;
                }
                byId.put(variant.id(), variant);
            }
            variants = List.copyOf(byId.values());
        }
        String image = null;
        if (fields.get("images") instanceof List<?> images
                && !images.isEmpty()
                && images.get(0) instanceof Map<?, ?> first) {
            image = text(first.get("src"));
        }
        return new ProductState(
                identifier(fields.get("id")),
                text(fields.get("title")),
                text(fields.get("handle")),
                text(fields.get("vendor")),
                text(fields.get("product_type")),
                image,
                optionNames(fields.get("options")),
                variants,
                0,
                false);
    }

    private record Option(long position, String name) {}

    private static List<String> optionNames(Object value) {
        if (!(value instanceof List<?> list)) {
            return null;
        }
        List<Option> options = new ArrayList<>();
        for (Object each : list) {
            long position = options.size() + 1;
            String name = text(each);
            if (each instanceof Map<?, ?> fields) {
                name = text(fields.get("name"));
                Long given = identifier(fields.get("position"));
                position = given == null || given == 0 ? position : given;
            }
            options.add(new Option(position, name));
        }
        options.sort((a, b) -> Long.compare(a.position(), b.position()));
        List<String> names = new ArrayList<>();
        for (Option option : options) {
            names.add(option.name() == null ? "Option " + (names.size() + 1) : option.name());
        }
        return names;
    }

    private static VariantState variant(Object element) {
        if (!(element instanceof Map<?, ?> fields) || identifier(fields.get("id")) == null) {
            return null;
        }
        Object price = fields.get("price");
        String priceText = price instanceof Number number ? number.text() : text(price);
        return new VariantState(
                identifier(fields.get("id")),
                text(fields.get("title")),
                text(fields.get("option1")),
                text(fields.get("option2")),
                text(fields.get("option3")),
                priceText == null ? null : ProductReader.price(priceText),
                fields.get("available") instanceof Boolean available ? available : null);
    }

    private static Long identifier(Object value) {
        if (!(value instanceof Number number)) {
            return null;
        }
        try {
            return Long.valueOf(number.text());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static String text(Object value) {
        if (!(value instanceof String text)) {
            return null;
        }
        StringBuilder valid = new StringBuilder();
        text.codePoints()
                .forEach(c -> valid.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
        return valid.toString();
    }
}
