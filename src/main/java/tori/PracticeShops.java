package tori;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shops of the {@link Rehearsal} that change with every poll, so that the JVM meets the way of
 * an alert often enough to compile it, and a later start finds in the archive what it learnt.
 * Thread-safe.
 *
 * <p>Variants sell out and come back in turns: so few at a time that no guard doubts the page.
 */
final class PracticeShops {

    static final int SHOPS = 16;

    private static final int PRODUCTS = 40;
    private static final int VARIANTS = 3;

    /** One variant of so many is sold out. */
    private static final int TURNS = 30;

    private static final Pattern PATH = Pattern.compile("/practice(\\d{1,2})/");

    private final AtomicIntegerArray polls = new AtomicIntegerArray(SHOPS);

    /** The sites, as config.yaml has them; they tell {@code destination} only. */
    static String sites(int port, String destination) {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < SHOPS; i++) {
            yaml.append("  - {name: practice")
                    .append(i)
                    .append(", url: \"http://127.0.0.1:")
                    .append(port)
                    .append("/practice")
                    .append(i)
                    .append("\", monitors: [{name: all, type: shopify, interval: 100ms, notify: [")
                    .append(destination)
                    .append("]}]}\n");
        }
        return yaml.toString();
    }

    /** Which of the shops a request is for; -1 if for none. */
    static int shop(String request) {
        Matcher path = PATH.matcher(request);
        int shop = path.find() ? Integer.parseInt(path.group(1)) : SHOPS;
        return shop < SHOPS ? shop : -1;
    }

    /** The shop's page for its next poll. */
    String page(int shop) {
        return page(shop, polls.getAndIncrement(shop));
    }

    /** The page for the poll of this number. */
    static String page(int shop, int poll) {
        StringBuilder json = new StringBuilder(PRODUCTS * 1_200).append("{\"products\":[");
        for (int product = 0; product < PRODUCTS; product++) {
            long id = 8_200_000_000_000L + shop * 1_000L + product;
            json.append(product == 0 ? "" : ",")
                    .append("{\"id\":")
                    .append(id)
                    .append(",\"title\":\"Product ")
                    .append(product)
                    .append("\",\"handle\":\"product-")
                    .append(product)
                    .append("\",\"body_html\":\"\\u003cp\\u003eMade for practice.\\u003c/p\\u003e\"")
                    .append(",\"published_at\":\"2026-01-01T00:00:00Z\",\"vendor\":\"tori\"")
                    .append(",\"product_type\":\"Play\",\"tags\":[\"one\"],\"variants\":[");
            for (int variant = 0; variant < VARIANTS; variant++) {
                json.append(variant == 0 ? "" : ",");
                appendVariant(json, id, product * VARIANTS + variant, poll);
            }
            json.append("],\"images\":[],\"options\":[{\"name\":\"Act\",\"position\":1,")
                    .append("\"values\":[\"0\",\"1\",\"2\"]}]}");
        }
        return json.append("]}").toString();
    }

    private static void appendVariant(StringBuilder json, long product, int number, int poll) {
        json.append("{\"id\":")
                .append(product * 1_000 + number)
                .append(",\"title\":\"")
                .append(number % VARIANTS)
                .append("\",\"option1\":\"")
                .append(number % VARIANTS)
                .append("\",\"option2\":null,\"option3\":null,\"sku\":\"R\",\"available\":")
                .append((number + poll) % TURNS != 0)
                .append(",\"price\":\"1.00\",\"compare_at_price\":null,\"position\":")
                .append(number % VARIANTS + 1)
                .append(",\"product_id\":")
                .append(product)
                .append("}");
    }
}
