package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a product's own pages say. */
class ProductDocumentTest {

    private static InputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static VariantState variant(String fields, String currency) throws IOException {
        return ProductDocument.withStock(
                        body("{\"id\":1,\"variants\":[{\"id\":2," + fields + "}]}"), currency)
                .knownVariants()
                .getFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "4999, USD, 49.99",
        "5000, USD, 50.00",
        "4990, EUR, 49.90",
        "120000, JPY, 1200",
        "500000, ISK, 5000",
        "120050, JPY, 1200.5",
        "0, USD, 0.00",
        "0, JPY, 0",
        "5, USD, 0.05",
        "10500, KWD, 105.000",
        "4999, , 49.99",
        "99999999999, VND, 999999999.99"
    })
    void shouldReadHundredthsAsTheListWritesThem(long cents, String currency, String price)
            throws IOException {
        assertThat(variant("\"price\":" + cents, currency).price()).isEqualTo(price);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "1.5", "{}", "\"a lot\"", "1e3"})
    void shouldNotGuessAPrice(String price) throws IOException {
        assertThat(variant("\"price\":" + price, "USD").price()).isNull();
    }

    @Test
    void shouldReadStockAsThreeValues() throws IOException {
        assertThat(variant("\"available\":true", null).available()).isTrue();
        assertThat(variant("\"available\":false", null).available()).isFalse();
        assertThat(variant("\"available\":null", null).available()).isNull();
        assertThat(variant("\"title\":\"x\"", null).available()).isNull();
        assertThat(variant("\"available\":\"yes\"", null).available()).isNull();
    }

    @Test
    void shouldReadOptionsInBothSpellings() throws IOException {
        String names = "{\"id\":1,\"options\":[\"Size\",\"Colour\"],\"variants\":[{\"id\":2}]}";
        assertThat(ProductDocument.withStock(body(names), null).optionNames())
                .containsExactly("Size", "Colour");
        String objects =
                "{\"id\":1,\"options\":[{\"name\":\"Colour\",\"position\":2},"
                        + "{\"name\":\"Size\",\"position\":1}],\"variants\":[{\"id\":2}]}";
        assertThat(ProductDocument.withStock(body(objects), null).optionNames())
                .containsExactly("Size", "Colour");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html></html>",
                "[]",
                "{}",
                "{\"id\":\"1\",\"variants\":[{\"id\":2}]}",
                "{\"id\":1}",
                "{\"id\":1,\"variants\":[]}",
                "{\"id\":1,\"variants\":[{\"id\":null}]}",
                "{\"id\":1,\"variants\":[{\"id\":2}]",
                "{\"id\":1,\"variants\":[{\"id\":2}]}{}"
            })
    void shouldRefuseWhatIsNoProduct(String text) {
        assertThatThrownBy(() -> ProductDocument.withStock(body(text), null))
                .isInstanceOf(MalformedFeedException.class);
        assertThatThrownBy(() -> ProductDocument.prices(body(text)))
                .isInstanceOf(MalformedFeedException.class);
    }

    @Test
    void shouldReadPublishedPricesAndTheirCurrency() throws IOException {
        String text =
                """
                {"product":{"id":1,"variants":[
                  {"id":2,"price":"49.99","price_currency":"USD"},
                  {"id":3,"price":"1200","price_currency":"USD"},
                  {"id":4,"price":null,"price_currency":"USD"}]}}\
                """;
        assertThat(ProductDocument.prices(body(text)))
                .isEqualTo(new ProductDocument.Prices(1, Map.of(2L, "49.99", 3L, "1200"), "USD"));
        String mixed =
                text.replace("1200\",\"price_currency\":\"USD", "1200\",\"price_currency\":\"EUR");
        assertThat(ProductDocument.prices(body(mixed)).currency()).isNull();
    }

    @Test
    void shouldReadTheCaptureOfAPublishedProduct() throws IOException {
        byte[] capture = Feeds.read("single/handle-without-available.json");
        ProductDocument.Prices prices = ProductDocument.prices(new ByteArrayInputStream(capture));
        assertThat(prices.product()).isEqualTo(7_184_716_955_843L);
        assertThat(prices.byVariant()).containsExactly(Map.entry(41_592_330_748_099L, "30.00"));
        assertThat(prices.currency()).isNull();
    }

    @Test
    void shouldReadCapturesOfProductsWithStock() throws IOException {
        String script =
                new String(Feeds.read("single/handle-js-cents.txt"), StandardCharsets.UTF_8);
        String list = script.substring(script.indexOf('['), script.lastIndexOf(']') + 1);
        JsonNode products = new ObjectMapper().readTree(list);
        assertThat(products.size()).isPositive();
        for (JsonNode expected : products) {
            ProductState product = ProductDocument.withStock(body(expected.toString()), "INR");
            assertThat(product.id()).isEqualTo(expected.get("id").longValue());
            assertThat(product.title()).isEqualTo(expected.get("title").textValue());
            assertThat(product.handle()).isEqualTo(expected.get("handle").textValue());
            assertThat(product.image()).startsWith("https://cdn.shopify.com/");
            List<VariantState> variants = product.knownVariants();
            assertThat(variants).hasSize(expected.get("variants").size());
            for (int i = 0; i < variants.size(); i++) {
                JsonNode variant = expected.get("variants").get(i);
                assertThat(variants.get(i).available())
                        .isEqualTo(variant.get("available").booleanValue());
                assertThat(new BigDecimal(variants.get(i).price()))
                        .isEqualByComparingTo(
                                BigDecimal.valueOf(variant.get("price").longValue(), 2));
                assertThat(variants.get(i).option1()).isEqualTo(variant.get("option1").textValue());
            }
        }
    }
}
