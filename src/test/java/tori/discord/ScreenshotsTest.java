package tori.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.junit.jupiter.api.Test;

import tori.config.MessageConfig;
import tori.config.MessageField;
import tori.config.MessageTemplate;
import tori.model.Before;
import tori.model.CatalogData;
import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Product;
import tori.model.Variant;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.imageio.ImageIO;
import javax.swing.JEditorPane;

/**
 * The pictures of messages in {@code src/docs/images}: of the very bodies that tori sends, shown by
 * {@link DiscordPage} and painted by the JDK's own renderer of HTML. After a change of how messages
 * look, {@code -Dscreenshots=write} paints them anew.
 */
class ScreenshotsTest {

    private static final Path FOLDER = Path.of("src/docs/images");
    private static final Path PAGE = Path.of("src/docs/messages.md");
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant SEEN = Instant.parse("2026-11-21T18:04:05Z");
    private static final MonitorId MONITOR = new MonitorId("northwind", "sneakers");
    private static final int MAX_BYTES = 150 * 1024;
    private static final int WIDTH = 1100;

    @Test
    void shouldHaveAPictureOfEachKindOfMessageInTheDocumentation() throws IOException {
        String page = Files.readString(PAGE);
        for (Map.Entry<String, List<JsonNode>> picture : pictures().entrySet()) {
            Path file = FOLDER.resolve(DiscordPage.name(picture.getKey()));
            if ("write".equals(System.getProperty("screenshots"))) {
                Files.createDirectories(FOLDER);
                ImageIO.write(paint(DiscordPage.html(picture.getValue())), "png", file.toFile());
            }
            assertThat(ImageIO.read(file.toFile())).as("%s", file).isNotNull();
            assertThat(Files.size(file)).as("%s", file).isLessThan(MAX_BYTES);
            assertThat(page).contains("images/" + file.getFileName());
        }
    }

    @Test
    void shouldShowABodyAsDiscordDoes() throws IOException {
        String sizes = DiscordPage.html(pictures().get("several sizes"));
        assertThat(sizes)
                .contains("Restocked: Trail Runner *Mk_2* · 4 variants")
                .contains("<b>Size 42</b> · 129.00 (was 149.00) · gone for 3 d 4 h · <font");
        String soldOut = DiscordPage.html(pictures().get("sold out again"));
        assertThat(soldOut)
                .contains("<strike><b>Size 43</b></strike> · sold out after 3 m 12 s")
                .contains("Sold out after 58 s");
        assertThat(DiscordPage.markdown("\\*a\\* **b** <x> [c](https://d.example)"))
                .isEqualTo("*a* <b>b</b> &lt;x&gt; <font color=\"#00a8fc\">c</font>");
    }

    private static Map<String, List<JsonNode>> pictures() throws IOException {
        Map<String, List<JsonNode>> pictures = new LinkedHashMap<>();
        pictures.put("one restock", List.of(body(letter(MessageConfig.STANDARD, back(44)))));
        pictures.put(
                "several sizes",
                List.of(
                        body(
                                letter(
                                        MessageConfig.STANDARD,
                                        back(42),
                                        back(43),
                                        back(44),
                                        back(45)))));
        pictures.put("sold out again", soldOutAgain());
        pictures.put("own template", List.of(body(letter(ownStyle(), back(42), back(43)))));
        return pictures;
    }

    private static List<JsonNode> soldOutAgain() throws IOException {
        Letter sizes = letter(MessageConfig.STANDARD, back(42), back(43), back(44), back(45));
        Letter single = letter(MessageConfig.STANDARD, back(41));
        return List.of(
                JSON.readTree(
                        DiscordMessage.encodeEdit(
                                sizes, Map.of(back(43).id(), SEEN.plusSeconds(192)))),
                JSON.readTree(
                        DiscordMessage.encodeEdit(
                                single, Map.of(back(41).id(), SEEN.plusSeconds(58)))));
    }

    private static MessageConfig ownStyle() {
        return new MessageConfig(
                0xE91E63,
                MessageTemplate.parse("{product} is back in {count} sizes"),
                MessageTemplate.parse("{vendor} {product} for {price}"),
                MessageTemplate.parse("Gone for {gone}, was {was}:\n{variants}"),
                MessageTemplate.parse("{site} · seen → sent {latency}"),
                EnumSet.of(MessageField.PRICE, MessageField.CART),
                MessageConfig.Image.THUMBNAIL);
    }

    private static JsonNode body(Letter letter) throws IOException {
        DiscordSettings settings =
                DiscordSettings.of(
                        "https://discord.com/api/webhooks/1/t", "Tori", null, "<@&1234>", true);
        return JSON.readTree(new DiscordMessage(settings).encode(letter));
    }

    private static Letter letter(MessageConfig style, Event... events) {
        return new Letter(List.of(events), SEEN.plusMillis(38), Map.of(MONITOR, style));
    }

    /** A size of a shoe that does not exist, whose maker likes Markdown. */
    private static Event back(int size) {
        long id = 42_117_358_551_000L + size;
        Map<String, String> options = new LinkedHashMap<>();
        options.put("Size", Integer.toString(size));
        return new Event(
                new UUID(0x7000L, id),
                MONITOR,
                EventType.RESTOCKED,
                "7/" + id,
                SEEN,
                0,
                new CatalogData(
                        "northwind/7",
                        size,
                        new Product(
                                7,
                                "Trail Runner *Mk_2*",
                                "trail-runner",
                                "https://northwind.example/products/trail-runner",
                                "Northwind",
                                "Shoes",
                                "https://cdn.northwind.example/trail-runner.jpg"),
                        new Variant(
                                id,
                                Integer.toString(size),
                                options,
                                "129.00",
                                true,
                                "https://northwind.example/cart/" + id + ":1"),
                        new ArrayList<>(),
                        new Before(false, "149.00", SEEN.minusSeconds(76 * 3600)),
                        null));
    }

    private static BufferedImage paint(String html) {
        JEditorPane pane = new JEditorPane("text/html", html);
        pane.putClientProperty(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pane.setBackground(new Color(0x313338));
        pane.setBorder(null);
        pane.setSize(WIDTH, Integer.MAX_VALUE);
        Dimension wanted = pane.getPreferredSize();
        pane.setSize(WIDTH, wanted.height);
        BufferedImage image = new BufferedImage(WIDTH, wanted.height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pane.print(graphics);
        graphics.dispose();
        return image;
    }
}
