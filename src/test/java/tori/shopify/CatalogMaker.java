package tori.shopify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes catalogues from a seed, and spells them as JSON in ever other ways. */
final class CatalogMaker {

    private static final String[] WORDS = {
        "Tee",
        "Crème",
        "Húsið",
        "سلك",
        "Box \"A\"",
        "a\\b",
        "1/2",
        "T\tab",
        "😀",
        "Line\nbreak",
        "<b>&amp;</b>",
        "\u2028",
        "Plain words here",
        "x",
        ""
    };
    private static final String[] PRICES = {"10.00", "10.0", "5000", "0.00", "49.99", "1234"};

    private final Random random;

    CatalogMaker(long seed) {
        this.random = new Random(seed);
    }

    List<ProductState> products(int count) {
        List<ProductState> products = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            products.add(product(7_000_000_000_000L + i * 11L));
        }
        return products;
    }

    ProductState product(long id) {
        List<VariantState> variants = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            variants.add(variant(id * 10 + i));
        }
        return new ProductState(
                id,
                word(),
                "handle-" + id,
                word(),
                word(),
                random.nextBoolean() ? null : "https://cdn.example/" + id + ".jpg?v=1",
                List.of("Size", "Colour"),
                variants,
                0,
                false);
    }

    VariantState variant(long id) {
        return new VariantState(
                id,
                word(),
                word(),
                word(),
                null,
                random.nextInt(10) == 0 ? null : PRICES[random.nextInt(PRICES.length)],
                random.nextInt(10) == 0 ? null : (Boolean) random.nextBoolean());
    }

    private String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }

    /** The products as a body, spelled anew at every call. */
    String spell(List<ProductState> products) {
        List<String> elements = new ArrayList<>();
        for (ProductState product : products) {
            elements.add(spell(product));
        }
        List<String> fields = new ArrayList<>();
        fields.add(field("products", list(elements)));
        if (random.nextInt(3) == 0) {
            fields.add(field("next", "{\"a\":[1,-2.5e3,true,{}],\"b\":null}"));
        }
        return space() + object(fields) + space();
    }

    private String spell(ProductState product) {
        List<String> fields = new ArrayList<>();
        fields.add(field("id", Long.toString(product.id())));
        text(fields, "title", product.title());
        text(fields, "handle", product.handle());
        text(fields, "vendor", product.vendor());
        text(fields, "product_type", product.type());
        text(fields, "body_html", "<p>" + word() + "</p>\n<p>" + word() + "</p>");
        text(fields, "updated_at", "2026-01-01T00:00:" + random.nextInt(10, 60) + "Z");
        fields.add(field("tags", "[\"a\",[],{\"b\":{\"id\":[[1]]}},0,-1.5E-7]"));
        if (product.image() != null) {
            List<String> first = new ArrayList<>();
            text(first, "src", product.image());
            first.add(field("id", "1"));
            fields.add(field("images", list(List.of(object(first), "{\"src\":\"other\"}"))));
        } else if (random.nextBoolean()) {
            fields.add(field("images", "[" + space() + "]"));
        }
        List<String> names = new ArrayList<>();
        boolean plain = random.nextBoolean();
        List<String> optionNames = product.optionNames();
        for (int i = 0; optionNames != null && i < optionNames.size(); i++) {
            List<String> option = new ArrayList<>();
            text(option, "name", optionNames.get(i));
            option.add(field("position", Integer.toString(i + 1)));
            names.add(plain ? string(optionNames.get(i)) : object(option));
        }
        if (optionNames != null) {
            fields.add(field("options", list(names)));
        }
        if (product.variants() != null) {
            List<String> variants = new ArrayList<>();
            for (VariantState variant : product.variants()) {
                variants.add(spell(variant));
            }
            fields.add(field("variants", list(variants)));
        }
        return object(fields);
    }

    private String spell(VariantState variant) {
        List<String> fields = new ArrayList<>();
        fields.add(field("id", Long.toString(variant.id())));
        text(fields, "title", variant.title());
        text(fields, "option1", variant.option1());
        text(fields, "option2", variant.option2());
        text(fields, "option3", variant.option3());
        fields.add(field("sku", "null"));
        fields.add(field("grams", Integer.toString(random.nextInt(1000))));
        String price = variant.price();
        if (price != null) {
            fields.add(field("price", random.nextBoolean() ? price : string(price)));
        } else if (random.nextBoolean()) {
            fields.add(field("price", "null"));
        }
        if (variant.available() != null) {
            fields.add(field("available", variant.available().toString()));
        } else if (random.nextBoolean()) {
            fields.add(field("available", "null"));
        }
        return object(fields);
    }

    private void text(List<String> fields, String name, String value) {
        if (value != null) {
            fields.add(field(name, string(value)));
        } else if (random.nextBoolean()) {
            fields.add(field(name, "null"));
        }
    }

    private String field(String name, String value) {
        return string(name) + space() + ":" + space() + value;
    }

    private String object(List<String> fields) {
        List<String> shuffled = new ArrayList<>(fields);
        Collections.shuffle(shuffled, random);
        return "{" + space() + String.join(space() + "," + space(), shuffled) + space() + "}";
    }

    private String list(List<String> elements) {
        return "[" + space() + String.join(space() + "," + space(), elements) + space() + "]";
    }

    private String space() {
        return switch (random.nextInt(12)) {
            case 0 -> " ";
            case 1 -> "\n" + " ".repeat(random.nextInt(20));
            case 2 -> "\r\n\t";
            default -> "";
        };
    }

    private String string(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            boolean must = c == '"' || c == '\\' || c < ' ';
            if (must && c >= ' ' || c == '/' && random.nextBoolean()) {
                json.append('\\').append(c);
            } else if (c == '\n' && random.nextBoolean()) {
                json.append("\\n");
            } else if (must || random.nextInt(15) == 0 && !Character.isSurrogate(c)) {
                String format = random.nextBoolean() ? "\\u%04x" : "\\u%04X";
                json.append(String.format(format, (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
