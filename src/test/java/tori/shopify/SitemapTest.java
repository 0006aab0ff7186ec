package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tori.poll.FetchException;
import tori.poll.PollResult.Cause;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Sitemaps as stores write them, and as nobody should. */
class SitemapTest {

    private static final String INDEX =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
              <!-- This is the sitemap linking to additional city-specific sitemaps -->
              <sitemap>
                <loc>https://shop.example/sitemap_products_1.xml?from=1&amp;to=9</loc>
              </sitemap>
              <sitemap><loc>https://shop.example/sitemap_pages_1.xml</loc></sitemap>
            </sitemapindex>
            """;

    private static final String PRODUCTS =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
                xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
              <url><loc>https://shop.example/</loc><changefreq>daily</changefreq></url>
              <url>
                <loc>https://shop.example/products/gr%C3%B6%C3%9Fe-10</loc>
                <lastmod>2026-01-01T00:00:00Z</lastmod>
                <image:image>
                  <image:loc>https://cdn.example/i.jpg</image:loc>
                  <image:title>A &amp; B</image:title>
                </image:image>
              </url>
            </urlset>
            """;

    @TempDir private Path folder;

    private static InputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    @Test
    void shouldReadTheListOfSitemaps() throws IOException {
        Sitemap sitemap = Sitemap.read(body(INDEX));
        assertThat(sitemap.index()).isTrue();
        assertThat(sitemap.locations())
                .containsExactly(
                        "https://shop.example/sitemap_products_1.xml?from=1&to=9",
                        "https://shop.example/sitemap_pages_1.xml");
    }

    @Test
    void shouldReadPagesAndLeaveTheirImagesOut() throws IOException {
        Sitemap sitemap = Sitemap.read(body(PRODUCTS));
        assertThat(sitemap.index()).isFalse();
        assertThat(sitemap.locations())
                .containsExactly(
                        "https://shop.example/",
                        "https://shop.example/products/gr%C3%B6%C3%9Fe-10");
    }

    @Test
    void shouldReadCompressedOnes() throws IOException {
        byte[] bytes = gzip(INDEX.getBytes(StandardCharsets.UTF_8));
        assertThat(Sitemap.read(new ByteArrayInputStream(bytes)).locations()).hasSize(2);
        byte[] cut = Arrays.copyOf(bytes, bytes.length / 2);
        assertThatThrownBy(() -> Sitemap.read(new ByteArrayInputStream(cut)))
                .isInstanceOf(MalformedFeedException.class);
    }

    @Test
    void shouldFetchNothingFromOutsideAndShowNothingOfThisMachine() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "geheim");
        String external =
                """
                <!DOCTYPE x [<!ENTITY e SYSTEM "%s">]>
                <urlset><url><loc>https://shop.example/products/&e;</loc></url></urlset>
                """
                        .formatted(secret.toUri());
        assertThatThrownBy(() -> Sitemap.read(body(external)))
                .isInstanceOf(MalformedFeedException.class)
                .hasMessageNotContaining("geheim");
        String subset =
                "<!DOCTYPE urlset SYSTEM \"%s\"><urlset></urlset>".formatted(secret.toUri());
        assertThatThrownBy(() -> Sitemap.read(body(subset)))
                .isInstanceOf(MalformedFeedException.class);
    }

    @Test
    void shouldExpandNoEntities() {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 \"aaaaaaaaaa\">");
        for (int i = 1; i < 12; i++) {
            bomb.append("<!ENTITY a").append(i).append(" \"");
            bomb.append(("&a" + (i - 1) + ";").repeat(10)).append("\">");
        }
        bomb.append("]><urlset><url><loc>&a11;</loc></url></urlset>");
        assertThatThrownBy(() -> Sitemap.read(body(bomb.toString())))
                .isInstanceOf(MalformedFeedException.class);
        assertThatThrownBy(() -> Sitemap.read(body("<urlset><url><loc>&x;</loc></url></urlset>")))
                .isInstanceOf(MalformedFeedException.class);
    }

    @Test
    void shouldReadNoMoreThanAnHonestOneHas() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write("<urlset>".getBytes(StandardCharsets.UTF_8));
            byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 40; i++) {
                out.write(spaces);
            }
        }
        assertThatThrownBy(() -> Sitemap.read(new ByteArrayInputStream(bytes.toByteArray())))
                .isInstanceOf(FeedTooLargeException.class);
        String many = "<url><loc>https://s.example/</loc></url>".repeat(50_001);
        assertThatThrownBy(() -> Sitemap.read(body("<urlset>" + many + "</urlset>")))
                .isInstanceOf(FeedTooLargeException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not xml",
                "<html><body>no</body></html>",
                "<!DOCTYPE html><html></html>",
                "<urlset><url><loc>https://s.example/</loc></url>",
                "<urlset><url><loc><b>x</b></loc></url></urlset>"
            })
    void shouldRefuseWhatIsNone(String text) {
        assertThatThrownBy(() -> Sitemap.read(body(text)))
                .isInstanceOf(MalformedFeedException.class);
    }

    @Test
    void shouldRefuseADeepOneAndALongAddress() {
        String deep = "<urlset>" + "<a>".repeat(20) + "</a>".repeat(20) + "</urlset>";
        assertThatThrownBy(() -> Sitemap.read(body(deep)))
                .isInstanceOf(MalformedFeedException.class);
        String address = "https://s.example/" + "x".repeat(3_000);
        String text = "<urlset><url><loc>" + address + "</loc></url></urlset>";
        assertThatThrownBy(() -> Sitemap.read(body(text)))
                .isInstanceOf(MalformedFeedException.class);
    }

    @Test
    void shouldPassOnWhatTheTransportSays() {
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new FetchException(Cause.TIMEOUT, "too slow", null);
                    }
                };
        assertThatThrownBy(() -> Sitemap.read(broken)).isInstanceOf(FetchException.class);
    }

    /** Damage ends in a failure that is expected, or goes unnoticed; never in anything else. */
    @Property(tries = 1000)
    void shouldSurviveDamage(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] bytes = (random.nextBoolean() ? INDEX : PRODUCTS).getBytes(StandardCharsets.UTF_8);
        bytes = random.nextBoolean() ? gzip(bytes) : bytes;
        for (int i = 0; i <= random.nextInt(4); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        try {
            assertThat(Sitemap.read(new ByteArrayInputStream(bytes)).locations())
                    .hasSizeLessThan(10);
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Test
    void shouldAskThisStoreAloneWhateverTheSitemapNames() {
        FeedAddresses store = new FeedAddresses(URI.create("https://shop.example"), null);
        assertThat(store.sitemapOfProducts("http://169.254.169.254/sitemap_products_1.xml?a=1&b=2"))
                .hasToString("https://shop.example/sitemap_products_1.xml?a=1&b=2");
        for (String other :
                List.of(
                        "https://shop.example/sitemap_pages_1.xml",
                        "https://shop.example/en/sitemap_products_1.xml",
                        "file:///etc/passwd",
                        "not an address",
                        "")) {
            assertThat(store.sitemapOfProducts(other)).as(other).isNull();
        }
        FeedAddresses market = new FeedAddresses(URI.create("https://shop.example/en"), null);
        assertThat(market.sitemapOfProducts("https://shop.example/en/sitemap_products_1.xml"))
                .hasToString("https://shop.example/en/sitemap_products_1.xml");
        assertThat(market.sitemap()).hasToString("https://shop.example/sitemap.xml");
    }

    @Test
    void shouldKnowAProductsPage() {
        FeedAddresses store = new FeedAddresses(URI.create("https://shop.example"), null);
        assertThat(store.handle("https://shop.example/products/gr%C3%B6%C3%9Fe-10"))
                .isEqualTo("größe-10");
        assertThat(store.handle("https://other.example/products/a+b")).isEqualTo("a+b");
        for (String other :
                List.of(
                        "https://shop.example/",
                        "https://shop.example/products/",
                        "https://shop.example/products/a/b",
                        "https://shop.example/collections/x/products/a",
                        "https://shop.example/products/" + "x".repeat(300),
                        "https://shop.example/products/a b")) {
            assertThat(store.handle(other)).as(other).isNull();
        }
    }
}
