package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Holds the scanner against Jackson's streaming parser on bodies mutated and cut at random: both
 * must accept the same, and read the same out of it. {@code -Dtori.oracle.bodies} and {@code
 * -Dtori.oracle.seed} say how many and which.
 */
class ScannerOracleTest {

    private static final int BODIES = Integer.getInteger("tori.oracle.bodies", 120_000);
    private static final long SEED = Long.getLong("tori.oracle.seed", 20261121L);

    private static final String[] SPLINTERS = {
        "\"",
        "\\",
        "\\u",
        "\\u00e9",
        "\\ud83d",
        "\\uD83D\\uDE00",
        "\\x",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "0",
        "-",
        "1e5",
        "1.",
        "01",
        "-0",
        "1E+",
        ".5",
        "true",
        "false",
        "null",
        "nul",
        "\t",
        "\n",
        " ",
        "\u0000",
        "\u0001",
        "\u007f",
        "é",
        "€",
        "😀",
        "\"id\":",
        "\"price\":null,",
        "\"available\":true,",
        "\"variants\":[],",
        "\"products\":[]",
        "\"\\u0069d\":7,",
        "/",
        "NaN",
        "\"title\":\"x\",",
        "99999999999999999999",
        "\"id\":12345678901234567,",
        "// x",
        "\uFEFF"
    };

    @Test
    void shouldJudgeAndReadEveryBodyAsJacksonDoes() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        List<byte[]> originals = originals();
        int accepted = 0;
        for (int i = 0; i < BODIES; i++) {
            byte[] body = mutate(originals.get(i % originals.size()), random);
            accepted += compare(body, random, i) ? 1 : 0;
        }
        assertThat(accepted)
                .as("bodies that both accepted: too few or too many would prove little")
                .isBetween(BODIES / 20, BODIES - BODIES / 20);
    }

    @Test
    void shouldReadTheOriginalsAsJacksonDoes() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (byte[] body : originals()) {
            assertThat(compare(body, random, -1)).isTrue();
        }
    }

    @Test
    void shouldReadTheCapturesAsJacksonDoes() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (String name : CAPTURES) {
            assertThat(compare(Feeds.read(name), random, -1)).as(name).isTrue();
        }
        byte[] invalid = Feeds.read("single/invalid-control-character.json");
        assertThat(compare(invalid, random, -1)).isFalse();
    }

    @Test
    void shouldJudgeMutatedCapturesAsJacksonDoes() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED + 1);
        byte[][] captures = {
            Feeds.read("single/hades.json"),
            Feeds.read("single/arabic.json"),
            Feeds.read("single/kith-30.json"),
            Feeds.read("12tonar/page2.json")
        };
        for (int i = 0; i < BODIES / 100; i++) {
            compare(mutate(captures[i % captures.length], random), random, i);
        }
    }

    @Test
    void shouldJudgeMutationsOfWhatItKnowsAsJacksonDoes() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED + 2);
        byte[] original = ImprintTest.page(5, "1.00", "x").getBytes(StandardCharsets.UTF_8);
        byte[] later = ImprintTest.later(original);
        int accepted = 0;
        for (int i = 0; i < BODIES; i++) {
            Map<Long, Imprint> imprints = new HashMap<>();
            Map<Long, ProductState> before = scan(original, random, imprints);
            assertThat(before).isNotNull();
            byte[] body = mutate(i % 2 == 0 ? original : later, random);
            accepted += compare(body, random, imprints, i) ? 1 : 0;
        }
        assertThat(accepted).isBetween(BODIES / 20, BODIES - BODIES / 20);
    }

    static final List<String> CAPTURES =
            List.of(
                    "soulandmore/000.json",
                    "soulandmore/013.json",
                    "nickhmetzler/001.json",
                    "12tonar/page1.json",
                    "12tonar/page2.json",
                    "frida/page1.json",
                    "ugmonk/page1.json",
                    "single/hades.json",
                    "single/kith-30.json",
                    "single/arabic.json",
                    "single/51-variants.json");

    private static boolean compare(byte[] body, SplittableRandom random, int number) {
        return compare(body, random, new HashMap<>(), number);
    }

    /** True if both accepted the body. */
    private static boolean compare(
            byte[] body, SplittableRandom random, Map<Long, Imprint> imprints, int number) {
        Map<Long, ProductState> expected = JacksonOracle.products(body);
        Map<Long, ProductState> actual = scan(body, random, imprints);
        if (expected == null ? actual != null : !expected.equals(actual)) {
            fail(
                    "body %d of seed %d: Jackson (%s) reads %s, the scanner %s, of%n%s",
                    number, SEED, JacksonOracle.complaint(body), expected, actual, excerpt(body));
        }
        return expected != null;
    }

    private static String excerpt(byte[] body) {
        byte[] start = Arrays.copyOf(body, Math.min(body.length, 4000));
        return new String(start, StandardCharsets.ISO_8859_1);
    }

    /** Reads the body, and takes the imprints of what it does not recognise by them. */
    private static Map<Long, ProductState> scan(
            byte[] body, SplittableRandom random, Map<Long, Imprint> imprints) {
        InputStream in = new Trickle(body, random.nextInt(1, 400));
        ProductScanner scanner =
                new ProductScanner(in, new byte[random.nextInt(40, 4000)], imprints::get);
        Map<Long, ProductState> products = new LinkedHashMap<>();
        try {
            while (scanner.next()) {
                ProductState product = scanner.materialise();
                assertThat(product.id()).isEqualTo(scanner.id());
                if (!scanner.isRecognised()) {
                    imprints.put(scanner.id(), scanner.imprint(imprints.get(scanner.id())));
                }
                products.put(product.id(), product);
            }
            return products;
        } catch (IOException e) {
            assertThat(e).isInstanceOf(MalformedFeedException.class).hasMessageMatching("(?s).+");
            return null;
        }
    }

    /** Gives a few bytes at a time, as a slow connection does. */
    private static final class Trickle extends ByteArrayInputStream {
        private final int most;

        private Trickle(byte[] bytes, int most) {
            super(bytes);
            this.most = most;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, most));
        }
    }

    private static List<byte[]> originals() {
        List<byte[]> bodies = new ArrayList<>();
        for (int seed = 0; seed < 40; seed++) {
            CatalogMaker maker = new CatalogMaker(seed);
            bodies.add(maker.spell(maker.products(seed % 4)).getBytes(StandardCharsets.UTF_8));
        }
        return bodies;
    }

    private static byte[] mutate(byte[] original, SplittableRandom random) {
        byte[] body = original.clone();
        int times = random.nextInt(3);
        for (int i = 0; i <= times && body.length > 0; i++) {
            int at = random.nextInt(body.length);
            switch (random.nextInt(8)) {
                case 0 -> body = Arrays.copyOf(body, at);
                case 1 -> body[at] = (byte) random.nextInt(256);
                case 2 -> body[at] ^= (byte) (1 << random.nextInt(8));
                case 3 -> body = splice(body, at, at + random.nextInt(4), new byte[0]);
                case 4 -> body[at] = (byte) random.nextInt(0x20, 0x7F);
                case 5 -> {
                    int from = random.nextInt(body.length);
                    int to = Math.min(body.length, from + random.nextInt(60));
                    body = splice(body, at, at, Arrays.copyOfRange(body, from, to));
                }
                default -> {
                    String splinter = SPLINTERS[random.nextInt(SPLINTERS.length)];
                    body = splice(body, at, at, splinter.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return body;
    }

    private static byte[] splice(byte[] body, int from, int to, byte[] middle) {
        int end = Math.min(to, body.length);
        byte[] spliced = new byte[from + middle.length + body.length - end];
        System.arraycopy(body, 0, spliced, 0, from);
        System.arraycopy(middle, 0, spliced, from, middle.length);
        System.arraycopy(body, end, spliced, from + middle.length, body.length - end);
        return spliced;
    }
}
