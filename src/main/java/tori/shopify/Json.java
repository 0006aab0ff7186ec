package tori.shopify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads small JSON objects; the lists of products are scanned instead. Stateless, any thread. */
final class Json {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private Json() {}

    /**
     * The object that the body is.
     *
     * @throws MalformedFeedException if it is none; other failures are those of the body
     */
    static JsonNode read(InputStream body) throws IOException {
        BufferedInputStream in = new BufferedInputStream(body);
        in.mark(1);
        int first = in.read();
        in.reset();
        if (first < 0) {
            throw new MalformedFeedException("the body is empty");
        }
        if (first == '<') {
            throw new WebPageException(WebPage.read(in));
        }
        JsonNode root;
        try {
            root = MAPPER.readTree(in);
        } catch (JsonProcessingException e) {
            throw new MalformedFeedException("not valid JSON: " + e.getOriginalMessage());
        }
        if (root == null || !root.isObject()) {
            throw new MalformedFeedException("the answer is not a JSON object");
        }
        return root;
    }
}
