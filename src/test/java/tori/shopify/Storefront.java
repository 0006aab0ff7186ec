package tori.shopify;

import tori.poll.Fetch;
import tori.shopify.FakeShop.Answer;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pages of a store by their path; everything else is not there. */
final class Storefront implements FakeShop.Handler {

    private final Map<String, FakeShop.Handler> pages = new HashMap<>();

    Storefront shows(String path, String body) {
        return answers(path, Answer.of(200, body));
    }

    Storefront answers(String path, Answer answer) {
        return does(path, fetch -> answer);
    }

    Storefront answers(String path, int status) {
        return answers(path, Answer.of(status, ""));
    }

    Storefront does(String path, FakeShop.Handler handler) {
        pages.put(path, handler);
        return this;
    }

    /** Shows a product on both of its pages, with prices in hundredths. */
    Storefront product(String handle, long id, String... variants) {
        shows("/products/" + handle + ".js", js(handle, id, variants));
        return shows("/products/" + handle + ".json", json(handle, id, null, variants));
    }

    /** Takes a page away. */
    Storefront without(String path) {
        pages.remove(path);
        return this;
    }

    Storefront withoutProduct(String handle) {
        return without("/products/" + handle + ".js").without("/products/" + handle + ".json");
    }

    @Override
    public Answer answer(Fetch fetch) throws IOException {
        FakeShop.Handler page = pages.get(fetch.uri().getPath());
        return page == null ? Answer.of(404, "not here") : page.answer(fetch);
    }

    /** How often a path was asked for. */
    static long asked(FakeShop shop, String path) {
        return shop.asked.stream().filter(fetch -> fetch.uri().getPath().equals(path)).count();
    }

    /** A product as {@code .js} shows it; of the variants {@link #variant}. */
    static String js(String handle, long id, String... variants) {
        return """
        {"id":%d,"title":"Tee %d","handle":"%s","vendor":"Kite","type":"Shirts",
         "images":["//cdn.example/%d.jpg"],"options":[{"name":"Size","position":1}],
         "variants":[%s]}\
        """
                .formatted(id, id, handle, id, String.join(",", variants));
    }

    /** The same as {@code .json} shows it: prices in units, nothing about stock. */
    static String json(String handle, long id, String currency, String... variants) {
        List<String> published =
                List.of(variants).stream()
                        .map(variant -> variant.replaceAll("\"available\":\\w+,", ""))
                        .map(variant ->
                                variant.replaceAll(
                                        "\"price\":(\\d+)(\\d\\d)",
                                        "\"price\":\"$1.$2\""
                                                + (currency == null
                                                        ? ""
                                                        : ",\"price_currency\":\""
                                                                + currency
                                                                + "\"")))
                        .toList();
        return """
        {"product":{"id":%d,"title":"Tee %d","handle":"%s","variants":[%s]}}\
        """
                .formatted(id, id, handle, String.join(",", published));
    }

    /** A variant of one option, with its price in hundredths, of at least one unit. */
    static String variant(long id, boolean available, long cents) {
        return "{\"id\":%d,\"title\":\"%d\",\"option1\":\"%d\",\"available\":%s,\"price\":%d}"
                .formatted(id, id % 10, id % 10, available, cents);
    }
}
