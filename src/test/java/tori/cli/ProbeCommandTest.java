package tori.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.model.Product;
import tori.model.Variant;
import tori.shopify.Shown;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a probe is asked for, and how it lists products. */
class ProbeCommandTest {

    private final List<Object> orders = new ArrayList<>();

    private int execute(String... args) {
        Actions actions =
                (Actions)
                        Proxy.newProxyInstance(
                                Actions.class.getClassLoader(),
                                new Class<?>[] {Actions.class},
                                (proxy, method, arguments) -> {
                                    assertThat(method.getName()).isEqualTo("probe");
                                    orders.add(arguments[1]);
                                    return 0;
                                });
        return ToriCommand.parse(actions, "version", args);
    }

    @Test
    void shouldAskForAMonitor() {
        assertThat(execute("probe", "gorilla/energy")).isZero();
        assertThat(orders)
                .containsExactly(new ProbeOrder("gorilla/energy", null, List.of(), false));
    }

    @Test
    void shouldAskForWordsAndForPrograms() {
        assertThat(execute("probe", "--json", "gorilla/energy", "blue", "tee")).isZero();
        assertThat(orders)
                .containsExactly(
                        new ProbeOrder("gorilla/energy", null, List.of("blue", "tee"), true));
    }

    @ParameterizedTest
    @CsvSource({
        "blue-tee, blue-tee",
        "https://s.example/products/blue-tee?variant=7, blue-tee",
        "https://s.example/collections/x/products/blue-tee#top, blue-tee",
        "https://s.example/products/blue-tee.js, blue-tee",
        "https://s.example/products/blue-tee.json, blue-tee"
    })
    void shouldTakeAHandleOrAnAddress(String written, String handle) {
        assertThat(execute("probe", "a/b", "--product", written)).isZero();
        assertThat(orders).containsExactly(new ProbeOrder("a/b", handle, List.of(), false));
    }

    @Test
    void shouldNeedAMonitor() {
        assertThat(execute("probe")).isEqualTo(ExitStatus.USAGE);
        assertThat(orders).isEmpty();
    }

    private static Shown shown(long id, String title, Variant... variants) {
        Product product =
                new Product(
                        id,
                        title,
                        "tee-" + id,
                        "https://s.example/products/tee-" + id,
                        "Kite",
                        "Shirts",
                        null);
        return new Shown(product, List.of(variants));
    }

    private static Variant variant(long id, String size, String price, Boolean available) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("Size", size);
        options.put("Colour", "Blue");
        return new Variant(id, size, options, price, "USD", available, null);
    }

    @Test
    void shouldListWhatAConfigurationAsksFor() {
        Shown product =
                shown(
                        7,
                        "Blue \u001b[2JTee",
                        variant(71, "S", "9.99", true),
                        variant(1234567, "XXL", "109.99", false),
                        variant(73, "M", null, null));
        assertThat(ProductSheet.lines(List.of(product), true))
                .containsExactly(
                        "",
                        "Blue \\u001b[2JTee",
                        "  product 7  handle tee-7  https://s.example/products/tee-7",
                        "  variant 71       Size S · Colour Blue    9.99 USD    available",
                        "  variant 1234567  Size XXL · Colour Blue  109.99 USD  sold out",
                        "  variant 73       Size M · Colour Blue                stock not known");
    }

    @Test
    void shouldListSomeAndSayHowToNarrow() {
        List<Shown> many = Collections.nCopies(50, shown(7, "Tee"));
        assertThat(ProductSheet.lines(many, true)).hasSize(150);
        List<String> some = ProductSheet.lines(many, false);
        assertThat(some).hasSize(3 * ProductSheet.MAX_UNASKED + 2);
        assertThat(some.getLast()).startsWith("… and 30 more products").contains("--product");
    }

    @Test
    void shouldFindProductsByWords() {
        Shown product = shown(7, "Crème Tee", variant(71, "S", "9.99", true));
        assertThat(product.mentions(List.of())).isTrue();
        assertThat(product.mentions(List.of("creme", "BLUE"))).isTrue();
        assertThat(product.mentions(List.of("kite", "shirts", "tee-7"))).isTrue();
        assertThat(product.mentions(List.of("creme", "red"))).isFalse();
    }
}
