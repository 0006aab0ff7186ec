package tori.shopify;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import tori.model.PriceText;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a product as its own pages show it. Stateless.
 *
 * <p>{@code /products/HANDLE.js} says what can be bought, with prices in hundredths of whatever
 * currency it takes to be the visitor's, also of one that has no hundredths: 1200 yen are 120000.
 * {@code /products/HANDLE.json} has prices as the list of products has them, mostly with their
 * currency, and nothing about stock.
 */
final class ProductDocument {

    /** What Shopify allows a product to have. */
    private static final int MAX_VARIANTS = 2_048;

    private static final int MAX_TEXT_LENGTH = 2_048;
    private static final int HUNDREDTHS = 2;

    /**
     * The prices of a product's variants.
     *
     * @param product the product's id
     * @param byVariant as the store wrote them, each a plain decimal
     * @param currency what the store says they are in; null if it does not say, or not one
     */
    record Prices(long product, Map<Long, String> byVariant, @Nullable String currency) {

        Prices {
            byVariant = Map.copyOf(byVariant);
        }
    }

    private ProductDocument() {}

    /**
     * The product that {@code /products/HANDLE.js} shows.
     *
     * @param currency that its prices are taken to be in, for their decimals; null if not known
     * @throws MalformedFeedException if it shows none
     */
    static ProductState withStock(InputStream body, @Nullable String currency) throws IOException {
        JsonNode root = Json.read(body);
        long id = id(root, "a product");
        Map<Long, VariantState> variants = new LinkedHashMap<>();
        for (JsonNode variant : variants(root)) {
            long variantId = id(variant, "a variant");
            variants.put(
                    variantId,
                    new VariantState(
                            variantId,
                            text(variant, "title"),
                            text(variant, "option1"),
                            text(variant, "option2"),
                            text(variant, "option3"),
                            price(variant.path("price"), currency),
                            flag(variant.path("available"))));
        }
        return new ProductState(
                id,
                text(root, "title"),
                text(root, "handle"),
                text(root, "vendor"),
                text(root, "type"),
                image(root),
                optionNames(root.path("options")),
                List.copyOf(variants.values()),
                0,
                false);
    }

    /**
     * The prices that {@code /products/HANDLE.json} shows.
     *
     * @throws MalformedFeedException if it shows no product
     */
    static Prices prices(InputStream body) throws IOException {
        JsonNode product = Json.read(body).path("product");
        if (!product.isObject()) {
            throw new MalformedFeedException("the answer has no \"product\"");
        }
        Map<Long, String> prices = new HashMap<>();
        String currency = null;
        boolean several = false;
        for (JsonNode variant : variants(product)) {
            JsonNode written = variant.path("price");
            String price =
                    written.isTextual() || written.isNumber()
                            ? ProductReader.price(written.asText())
                            : null;
            if (price != null) {
                prices.put(id(variant, "a variant"), price);
            }
            String code = variant.path("price_currency").textValue();
            if (code != null && BaseCurrency.isCode(code)) {
                several |= currency != null && !currency.equals(code);
                currency = code;
            }
        }
        return new Prices(id(product, "a product"), prices, several ? null : currency);
    }

    private static JsonNode variants(JsonNode product) throws MalformedFeedException {
        JsonNode variants = product.path("variants");
        if (!variants.isArray() || variants.isEmpty()) {
            throw new MalformedFeedException("the product has no list of \"variants\"");
        }
        if (variants.size() > MAX_VARIANTS) {
            throw new MalformedFeedException(
                    "a product of more than " + MAX_VARIANTS + " variants is no Shopify product");
        }
        return variants;
    }

    private static long id(JsonNode node, String of) throws MalformedFeedException {
        JsonNode id = node.path("id");
        if (!id.isIntegralNumber() || !id.canConvertToLong() || id.longValue() == Notes.KEY) {
            throw new MalformedFeedException(of + " has no numeric id");
        }
        return id.longValue();
    }

    private static @Nullable String price(JsonNode price, @Nullable String currency) {
        if (price.isIntegralNumber() && price.canConvertToLong()) {
            return PriceText.plain(BigDecimal.valueOf(price.longValue(), HUNDREDTHS), currency);
        }
        // A theme may answer in place of Shopify, and write prices as people do.
        return price.isTextual() ? ProductReader.price(price.textValue()) : null;
    }

    private static @Nullable Boolean flag(JsonNode node) {
        return node.isBoolean() ? (Boolean) node.booleanValue() : null;
    }

    private static @Nullable String text(JsonNode node, String name) {
        String text = node.path(name).textValue();
        return text == null ? null : ProductReader.cut(text);
    }

    /** The first image's address, which is written without a scheme here. */
    private static @Nullable String image(JsonNode product) {
        JsonNode first = product.path("images").path(0);
        String image = first.isObject() ? first.path("src").textValue() : first.textValue();
        if (image == null || image.length() >= MAX_TEXT_LENGTH - 1) {
            return null;
        }
        return image.startsWith("//") ? "https:" + image : image;
    }

    private static @Nullable List<String> optionNames(JsonNode options) {
        if (!options.isArray()) {
            return null;
        }
        List<JsonNode> ordered = new ArrayList<>();
        options.forEach(ordered::add);
        ordered.sort(Comparator.comparingInt(option -> option.path("position").asInt(0)));
        List<String> names = new ArrayList<>();
        for (JsonNode option : ordered) {
            String name = option.isTextual() ? option.textValue() : text(option, "name");
            names.add(name == null ? "Option " + (names.size() + 1) : ProductReader.cut(name));
        }
        return names;
    }
}
