package tori.shopify;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Makes the page that the benchmarks read: as Shopify writes it, from a seed. */
final class BenchmarkCatalog {

    private static final String[] WORDS = {
        "soft", "cotton", "classic", "fit", "weight", "print", "washed", "relaxed", "organic",
        "pocket", "seam", "collar", "vintage", "heavy", "light", "limited", "studio", "summer"
    };
    private static final String[] SIZES = {"XS", "S", "M", "L", "XL"};

    private BenchmarkCatalog() {}

    /**
     * A page.
     *
     * @param soldOut the index of the product whose first variant is sold out, every other first
     *     variant being available; -1 for none
     */
    static byte[] page(long seed, int products, int soldOut) {
        Random random = new Random(seed);
        StringBuilder json = new StringBuilder("{\"products\":[");
        for (int i = 0; i < products; i++) {
            json.append(i == 0 ? "" : ",");
            product(json, random, 7_000_000_000_000L + i * 32_768L, i == soldOut);
        }
        return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void product(StringBuilder json, Random random, long id, boolean soldOut) {
        String title = words(random, 4);
        json.append("{\"id\":").append(id);
        text(json, "title", title);
        text(json, "handle", title.replace(' ', '-') + "-" + id);
        json.append(",\"body_html\":\"");
        for (int i = 0; i < 6; i++) {
            json.append("\\u003cp class=\\\"MsoNormal\\\"\\u003e")
                    .append(words(random, 8 + random.nextInt(20)))
                    .append(i % 3 == 0 ? " — caf\u00e9 \\u0026amp; cr\u00e8me" : "")
                    .append("\\u003cbr\\u003e\\u003c\\/p\\u003e\\n");
        }
        json.append('"');
        text(json, "published_at", "2026-04-21T15:56:02Z");
        text(json, "created_at", "2026-04-21T15:56:01Z");
        text(json, "updated_at", "2026-07-31T18:34:44Z");
        text(json, "vendor", "Northlight");
        text(json, "product_type", "T-Shirts");
        json.append(",\"tags\":[\"summer\",\"cotton\",\"unisex\"],\"variants\":[");
        for (int i = 0; i < SIZES.length; i++) {
            json.append(i == 0 ? "" : ",");
            boolean available = i == 0 ? !soldOut : random.nextBoolean();
            variant(json, id, i, available);
        }
        json.append("],\"images\":[");
        for (int i = 0; i < 3; i++) {
            json.append(i == 0 ? "" : ",");
            image(json, id, i);
        }
        json.append("],\"options\":[{\"name\":\"Size\",\"position\":1,\"values\":");
        json.append("[\"XS\",\"S\",\"M\",\"L\",\"XL\"]}]}");
    }

    private static void variant(StringBuilder json, long product, int index, boolean available) {
        json.append("{\"id\":").append(product * 8 + index);
        text(json, "title", SIZES[index]);
        text(json, "option1", SIZES[index]);
        json.append(",\"option2\":null,\"option3\":null,\"sku\":\"NL-").append(product);
        json.append("\",\"requires_shipping\":true,\"taxable\":true,\"featured_image\":null");
        json.append(",\"available\":").append(available);
        text(json, "price", (20 + index) + ".00");
        json.append(",\"grams\":").append(180 + index);
        json.append(",\"compare_at_price\":null,\"position\":").append(index + 1);
        json.append(",\"product_id\":").append(product);
        text(json, "created_at", "2026-04-21T15:56:01Z");
        text(json, "updated_at", "2026-07-31T18:34:44Z");
        json.append('}');
    }

    private static void image(StringBuilder json, long product, int index) {
        json.append("{\"id\":").append(product + index);
        text(json, "created_at", "2026-04-21T15:53:46Z");
        json.append(",\"position\":").append(index + 1);
        text(json, "updated_at", "2026-04-21T15:53:47Z");
        json.append(",\"product_id\":").append(product);
        json.append(",\"variant_ids\":[]");
        text(
                json,
                "src",
                "https:\\/\\/cdn.example\\/s\\/files\\/1\\/0812\\/9609\\/"
                        + product
                        + index
                        + ".jpg");
        json.append(",\"width\":1200,\"height\":1500}");
    }

    private static void text(StringBuilder json, String name, String value) {
        json.append(",\"").append(name).append("\":\"").append(value).append('"');
    }

    private static String words(Random random, int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return words.toString();
    }
}
