package tori.demo;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Writes products as Shopify's public endpoints do. Stateless. */
final class DemoPages {

    /** What the demo's products are said to have been published around. */
    private static final Instant OPENING = Instant.parse("2026-01-01T00:00:00Z");

    /** What the demo's stores say about themselves. */
    static final String META = "{\"id\":1,\"name\":\"Demo\",\"currency\":\"EUR\"}";

    private DemoPages() {}

    /**
     * A page of the list.
     *
     * @param now written into every {@code updated_at}, as Shopify does
     */
    static String page(List<DemoProduct> products, Instant now) {
        StringBuilder json = new StringBuilder(1024 * (products.size() + 1));
        String updated = now.truncatedTo(ChronoUnit.SECONDS).toString();
        json.append("{\"products\":[");
        for (int i = 0; i < products.size(); i++) {
            json.append(i == 0 ? "" : ",");
            product(json, products.get(i), updated);
        }
        return json.append("]}").toString();
    }

    /** What is said about a collection itself. */
    static String collection(DemoLine line, long products) {
        StringBuilder json = new StringBuilder("{\"collection\":{\"id\":");
        json.append(DemoLine.ALL.indexOf(line) + 1);
        text(json, "handle", line.handle());
        text(json, "title", line.type());
        return json.append(",\"products_count\":").append(products).append("}}").toString();
    }

    /** A product with stock and with its prices in cents, as its own page fetches it. */
    static String withStock(DemoProduct product) {
        StringBuilder json = new StringBuilder(1024);
        json.append("{\"id\":").append(product.id());
        text(json, "title", product.title());
        text(json, "handle", product.handle());
        text(json, "vendor", product.vendor());
        text(json, "type", product.line().type());
        json.append(",\"images\":[],\"options\":[{\"name\":\"").append(product.line().option());
        json.append("\",\"position\":1}],\"variants\":[");
        int position = 0;
        for (DemoVariant variant : product.variants()) {
            json.append(position++ == 0 ? "" : ",");
            json.append("{\"id\":").append(variant.id);
            text(json, "title", variant.option);
            text(json, "option1", variant.option);
            json.append(",\"option2\":null,\"option3\":null");
            json.append(",\"available\":").append(variant.available);
            json.append(",\"price\":").append(variant.cents).append('}');
        }
        return json.append("]}").toString();
    }

    /**
     * A product with its prices, as it is published.
     *
     * @param now written into every {@code updated_at}, as Shopify does
     */
    static String withPrices(DemoProduct product, Instant now) {
        StringBuilder json = new StringBuilder("{\"product\":");
        product(json, product, now.truncatedTo(ChronoUnit.SECONDS).toString());
        return json.append('}').toString();
    }

    private static void product(StringBuilder json, DemoProduct product, String updated) {
        String created = OPENING.plus(product.publishedTick(), ChronoUnit.MINUTES).toString();
        json.append("{\"id\":").append(product.id());
        text(json, "title", product.title());
        text(json, "handle", product.handle());
        json.append(",\"body_html\":\"\\u003cp\\u003eMade to last, by ")
                .append(product.vendor().replace("&", "\\u0026amp;"))
                .append(".\\u003c\\/p\\u003e\"");
        text(json, "published_at", created);
        text(json, "created_at", created);
        text(json, "updated_at", updated);
        text(json, "vendor", product.vendor());
        text(json, "product_type", product.line().type());
        json.append(",\"tags\":[],\"variants\":[");
        int position = 0;
        for (DemoVariant variant : product.variants()) {
            json.append(position++ == 0 ? "" : ",");
            json.append("{\"id\":").append(variant.id);
            text(json, "title", variant.option);
            text(json, "option1", variant.option);
            json.append(",\"option2\":null,\"option3\":null,\"sku\":null");
            json.append(",\"requires_shipping\":true,\"taxable\":true,\"featured_image\":null");
            json.append(",\"available\":").append(variant.available);
            text(json, "price", variant.price());
            json.append(",\"grams\":0,\"compare_at_price\":null,\"position\":").append(position);
            json.append(",\"product_id\":").append(product.id());
            text(json, "created_at", created);
            text(json, "updated_at", updated);
            json.append('}');
        }
        json.append("],\"images\":[],\"options\":[{\"name\":\"").append(product.line().option());
        json.append("\",\"position\":1,\"values\":[");
        for (int i = 0; i < product.variants().size(); i++) {
            json.append(i == 0 ? "" : ",");
            string(json, product.variants().get(i).option);
        }
        json.append("]}]}");
    }

    private static void text(StringBuilder json, String name, String value) {
        json.append(",\"").append(name).append("\":");
        string(json, value);
    }

    private static void string(StringBuilder json, String value) {
        json.append('"');
        json.append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("&", "\\u0026"));
        json.append('"');
    }
}
