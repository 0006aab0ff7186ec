package tori.wire;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import tori.model.Product;
import tori.model.Variant;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes a product and its variants as JSON, with the members they have in events; any thread. */
public final class ProductJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private ProductJson() {}

    /** One JSON object in UTF-8, without a line break. Unknown (null) values are left out. */
    public static byte[] encode(Product product, List<Variant> variants) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            new EventWriter(json).listing(product, variants);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }
}
