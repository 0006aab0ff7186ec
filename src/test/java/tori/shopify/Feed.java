package tori.shopify;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes small bodies for tests that say every field themselves. */
public final class Feed {

    private Feed() {}

    public static String of(String... products) {
        return "{\"products\":[" + String.join(",", products) + "]}";
    }

    public static String of(List<String> products) {
        return of(products.toArray(String[]::new));
    }

    /** A product of one option, Size. */
    public static String product(long id, String... variants) {
        return titled(id, "Shoe " + id, variants);
    }

    public static String titled(long id, String title, String... variants) {
        return "{\"id\":%d,\"title\":\"%s\",\"handle\":\"shoe-%d\",\"vendor\":\"Kite\","
                        .formatted(id, title, id)
                + "\"product_type\":\"Shoes\",\"images\":[{\"src\":\"https://cdn/i.jpg\"}],"
                + "\"options\":[{\"name\":\"Size\",\"position\":1}],\"variants\":["
                + String.join(",", variants)
                + "]}";
    }

    public static String variant(long id, boolean available, String price) {
        return variant(id, Boolean.toString(available), "\"" + price + "\"");
    }

    /** Availability and price as raw JSON. */
    public static String variant(long id, String available, String price) {
        return "{\"id\":%d,\"title\":\"%d\",\"option1\":\"%d\",\"available\":%s,\"price\":%s}"
                .formatted(id, id % 10, id % 10, available, price);
    }

    /** Products with these ids, each with one available variant, whose id is ten times as large. */
    public static String range(int from, int to) {
        return range(from, to, true);
    }

    public static String range(int from, int to, boolean available) {
        return IntStream.range(from, to)
                .mapToObj(id -> product(id, variant(id * 10L, available, "5.00")))
                .collect(Collectors.joining(",", "{\"products\":[", "]}"));
    }
}
