package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Products are recognised by their text, whatever the time of the answer, and only then. */
class ImprintTest {

    private static final String TIME = "2026-07-31T18:34:44Z";

    private final Map<Long, Imprint> imprints = new HashMap<>();

    @Test
    void shouldRecogniseWhatDiffersInTheTimeOfTheAnswer() throws IOException {
        List<List<Long>> first = scan(page("1.00", "x"), 4000);
        List<List<Long>> again = scan(page("1.00", "x"), 4000);
        List<List<Long>> later = scan(at("2027-01-01T00:00:00Z", page("1.00", "x")), 4000);
        assertThat(recognised(first)).isZero();
        // Where the id stands is learned from the first.
        assertThat(recognised(again)).isEqualTo(39);
        assertThat(recognised(later)).isEqualTo(39);
        assertThat(values(again)).isEqualTo(values(first));
        assertThat(values(later)).isEqualTo(values(first));
    }

    @Test
    void shouldReadEveryProductThatDiffersElsewhere() throws IOException {
        scan(page("1.00", "x"), 4000);
        List<List<Long>> cheaper = scan(page("0.99", "x"), 4000);
        assertThat(recognised(cheaper)).isEqualTo(38);
        imprints.clear();
        assertThat(values(cheaper)).isEqualTo(values(scan(page("0.99", "x"), 4000)));
    }

    @Test
    void shouldReadAProductWhoseTimeIsSpeltInAnotherLength() throws IOException {
        scan(page("1.00", "x"), 4000);
        assertThat(recognised(scan(at("2026-07-31T18:34:44+00:00", page("1.00", "x")), 4000)))
                .isZero();
        assertThat(recognised(scan(at("2026-07-31T18:34:45+00:00", page("1.00", "x")), 4000)))
                .isEqualTo(39);
    }

    @Test
    void shouldNotRecogniseATimeThatIsNoPlainString() throws IOException {
        for (String bad :
                List.of(
                        "2026-07-31T18:34:4\"Z",
                        "2026-07-31\u000018:34:44Z",
                        "\\".repeat(19) + "Z")) {
            scan(page("1.00", "x"), 4000);
            String body = at(bad, page("1.00", "x"));
            assertThatThrownBy(() -> scan(body, 4000)).isInstanceOf(MalformedFeedException.class);
        }
    }

    @Test
    void shouldRecogniseHoweverTheBodyComesAndIsSpaced() throws IOException {
        for (String space : List.of("", " ", "\n    ")) {
            String body =
                    page("1.00", "y")
                            .replace(":\"", ":" + space + "\"")
                            .replace(",\"", "," + space + "\"");
            imprints.clear();
            List<List<Long>> first = scan(body, 4000);
            for (int size = 2 * Window.SLACK; size < 900; size += 7) {
                assertThat(values(scan(body, size))).isEqualTo(values(first));
            }
        }
    }

    @Test
    void shouldNotTakeAProductsBeginningForTheWhole() throws IOException {
        scan(page("1.00", "x"), 4000);
        String body = page("1.00", "x");
        for (int end : new int[] {body.length() - 3, body.length() - 40, body.length() / 2}) {
            assertThatThrownBy(() -> scan(body.substring(0, end), 4000))
                    .isInstanceOf(MalformedFeedException.class);
        }
    }

    @Test
    void shouldStopLookingForImprintsWhereEveryTextChanges() throws IOException {
        scan(page("1.00", "x"), 4000);
        String changed = page("1.00", "x").replace("\"vendor\":\"V\"", "\"vendor\":\"W\"");
        assertThat(recognised(scan(changed, 4000))).isZero();
        assertThat(values(scan(changed, 4000))).hasSize(40);
    }

    private static int recognised(List<List<Long>> products) {
        return (int) products.stream().filter(product -> product.get(4) == 1).count();
    }

    private static List<List<Long>> values(List<List<Long>> products) {
        return products.stream().map(product -> product.subList(0, 4)).toList();
    }

    private List<List<Long>> scan(String body, int buffer) throws IOException {
        ProductScanner scanner =
                new ProductScanner(
                        new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                        new byte[buffer],
                        imprints::get);
        List<List<Long>> products = new ArrayList<>();
        while (scanner.next()) {
            products.add(
                    List.of(
                            scanner.id(),
                            scanner.hash(),
                            (long) scanner.variants(),
                            (long) scanner.available(),
                            scanner.isRecognised() ? 1L : 0L));
            if (!scanner.isRecognised()) {
                imprints.put(scanner.id(), scanner.imprint(imprints.get(scanner.id())));
            }
        }
        return products;
    }

    static String at(String time, String page) {
        return page.replace(TIME, time);
    }

    /** The same page, made at another time. */
    static byte[] later(byte[] page) {
        return at("2027-02-03T04:05:06Z", new String(page, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Forty products. */
    private static String page(String price, String description) {
        return page(40, price, description);
    }

    /** So many products; the last variant of that in the middle has this price. */
    static String page(int count, String price, String description) {
        List<String> products = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            products.add(
                    "{\"id\":%d,\"title\":\"T%d\",\"body_html\":\"%s\",\"updated_at\":\"%s\",\"vendor\":\"V\",\"variants\":[%s,%s]}"
                            .formatted(
                                    1000 + i,
                                    i,
                                    description,
                                    TIME,
                                    variant(i, 1, "5"),
                                    variant(i, 2, i == count / 2 ? price : "1.00")));
        }
        return Feed.of(products.toArray(new String[0]));
    }

    private static String variant(int product, int index, String price) {
        return "{\"id\":%d,\"price\":\"%s\",\"available\":%s,\"updated_at\":\"%s\"}"
                .formatted(product * 10 + index, price, index == 1, TIME);
    }
}
