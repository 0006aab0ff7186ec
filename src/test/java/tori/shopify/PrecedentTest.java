package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Objects that resemble the one before them: recognised where they are the same, and only there.
 */
class PrecedentTest {

    private static final String FIRST =
            "{\"id\":1,\"title\":\"S\",\"option1\":\"S\",\"option2\":null,\"sku\":\"A\","
                    + "\"available\":true,\"price\":\"5.00\",\"grams\":18,\"position\":1}";

    @Test
    void shouldHashEveryVariantAlikeWhateverItFollows() throws IOException {
        String[] others = {
            FIRST,
            FIRST.replace("\"id\":1", "\"id\":12"),
            FIRST.replace("18", "180"),
            FIRST.replace("18", "18.5"),
            FIRST.replace("18", "18e1"),
            FIRST.replace("18,", "18 ,"),
            FIRST.replace("\"5.00\"", "5.00"),
            FIRST.replace("\"5.00\"", "\"5.001\""),
            FIRST.replace("\"5.00\"", "\"5.0\""),
            FIRST.replace(":", ": "),
            FIRST.replace("\"price\":", "\"price\" :"),
            FIRST.replace(",\"", " , \""),
            FIRST.replace("true", "false"),
            FIRST.replace("true", "null"),
            FIRST.replace("null", "\"null\""),
            FIRST.replace("null", "{\"a\":[1,null]}"),
            FIRST.replace("\"sku\":\"A\",", ""),
            FIRST.replace("\"option2\":null,", "\"option2\":\"x\",\"option3\":\"y\","),
            FIRST.replace("\"available\":true,", ""),
            FIRST.replace(",\"position\":1", ""),
            FIRST.replace("option1", "option3"),
            FIRST.replace("\"title\":\"S\"", "\"title\":\"\\u0053\""),
            "{\"available\":true,\"id\":1}",
            "{\"id\":1}"
        };
        // The order of the variants counts for nothing: neither may what each of them follows.
        for (String one : others) {
            assertThat(hashOf(FIRST, one)).as(one).isEqualTo(hashOf(one, FIRST));
            for (String other : others) {
                assertThat(hashOf(FIRST, other, one))
                        .as("%s behind %s", one, other)
                        .isEqualTo(hashOf(one, FIRST, other))
                        .isEqualTo(hashOf(other, one, FIRST));
            }
        }
    }

    @Test
    void shouldHashProductsAlikeWhateverStoodBeforeThem() throws IOException {
        String plain = "{\"id\":7,\"title\":\"T\",\"variants\":[" + FIRST + "]}";
        String[] before = {
            plain,
            plain.replace(":", " : "),
            plain.replace("true", "false"),
            plain.replace("\"S\"", "\"XL\""),
            "{\"id\":8,\"variants\":[{\"id\":1}]}",
            "{\"title\":\"T\",\"variants\":[],\"id\":7}"
        };
        long alone = hashes(Feed.of(plain).getBytes(StandardCharsets.UTF_8), 4000).get(1);
        for (String one : before) {
            byte[] body = Feed.of(one, plain).getBytes(StandardCharsets.UTF_8);
            assertThat(hashes(body, 4000).get(5)).as(one).isEqualTo(alone);
        }
    }

    @Test
    void shouldRefuseWhatOnlyBeginsLikeTheObjectBefore() {
        String[] broken = {
            FIRST.replace("18", "018"),
            FIRST.replace("18", "18x"),
            FIRST.replace("18", "18."),
            FIRST.replace("true", "truex"),
            FIRST.replace("null", "nullnull"),
            FIRST.replace("\"A\"", "\"A\"\""),
            FIRST.replace("\"price\":", "\"price\"::"),
            FIRST.replace("\"price\":", "\"price\":,"),
            FIRST.replace("\"price\":", "\"price\":\t\u0000"),
            FIRST.replace("}", ",}"),
            FIRST.replace("}", "]"),
            FIRST.replace("\"id\"", ",\"id\"")
        };
        for (String variant : broken) {
            byte[] body =
                    Feed.of(product(FIRST + "," + FIRST + "," + variant))
                            .getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> hashes(body, 4000))
                    .as(variant)
                    .isInstanceOf(MalformedFeedException.class);
        }
    }

    @Test
    void shouldCountTheLastOfTwoFieldsOfOneName() throws IOException {
        String twice =
                "{\"id\":7,\"title\":\"T\",\"variants\":[{\"title\":\"no id\"}],\"variants\":["
                        + FIRST
                        + "]}";
        assertThat(hashes(Feed.of(twice).getBytes(StandardCharsets.UTF_8), 4000))
                .isEqualTo(hashes(Feed.of(product(FIRST)).getBytes(StandardCharsets.UTF_8), 4000));
    }

    @Test
    void shouldReadTheSameWhereverTheBodyIsCut() throws IOException {
        CatalogMaker maker = new CatalogMaker(11);
        String made = maker.spell(maker.products(3));
        String alike = Feed.of(product(FIRST + "," + FIRST), product(FIRST), product(FIRST));
        for (String text : List.of(made, alike)) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            List<Long> expected = hashes(body, 2 * body.length);
            for (int cut = 1; cut < body.length; cut++) {
                ProductScanner scanner =
                        new ProductScanner(
                                new SequenceInputStream(
                                        new ByteArrayInputStream(body, 0, cut),
                                        new ByteArrayInputStream(body, cut, body.length - cut)),
                                new byte[2 * body.length]);
                assertThat(hashes(scanner)).as("cut at %d", cut).isEqualTo(expected);
            }
            for (int size = 2 * Window.SLACK; size < body.length + 64; size++) {
                assertThat(hashes(body, size)).as("buffer of %d", size).isEqualTo(expected);
            }
        }
    }

    private static String product(String variants) {
        return "{\"id\":7,\"title\":\"T\",\"variants\":[" + variants + "]}";
    }

    private static long hashOf(String... variants) throws IOException {
        String body = Feed.of(product(String.join(",", variants)));
        return hashes(body.getBytes(StandardCharsets.UTF_8), 4000).get(1);
    }

    private static List<Long> hashes(byte[] body, int bufferSize) throws IOException {
        return hashes(new ProductScanner(new ByteArrayInputStream(body), new byte[bufferSize]));
    }

    private static List<Long> hashes(ProductScanner scanner) throws IOException {
        List<Long> hashes = new ArrayList<>();
        while (scanner.next()) {
            hashes.add(scanner.id());
            hashes.add(scanner.hash());
            hashes.add((long) scanner.variants());
            hashes.add((long) scanner.available());
        }
        return hashes;
    }
}
