package tori.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Makes small catalogues as a store's {@code /products.json} shows them. */
final class Catalogues {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Catalogues() {}

    /** A catalogue of one product per flag, each with one variant that can be bought or not. */
    static JsonNode of(boolean... available) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode products = root.putArray("products");
        for (int i = 0; i < available.length; i++) {
            ObjectNode product = products.addObject();
            product.put("id", 9_000_000_000L + i);
            product.put("title", "Product " + i);
            product.put("handle", "product-" + i);
            product.put("vendor", "Acme");
            product.put("product_type", "Thing");
            ObjectNode variant = product.putArray("variants").addObject();
            variant.put("id", 8_000_000_000L + i);
            variant.put("title", "One size");
            variant.put("option1", "One size");
            variant.put("price", "10.00");
            variant.put("available", available[i]);
            product.putArray("images");
            ObjectNode option = product.putArray("options").addObject();
            option.put("name", "Size");
            option.put("position", 1);
        }
        return root;
    }
}
