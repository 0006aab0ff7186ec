package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.discord.DiscordLookAlike;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What people see on Discord, from the packaged daemon: one shoe, three sizes, two channels. */
class MessagesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SIZES = List.of("9", "10", "11");

    @TempDir private Path folder;
    private FeedServer store;
    private DiscordLookAlike discord;

    @BeforeEach
    void start() throws IOException {
        store = new FeedServer(shoe());
        discord = DiscordLookAlike.start();
    }

    @AfterEach
    void stop() {
        store.close();
        discord.close();
    }

    @Test
    void shouldTellOfThreeSizesInOneMessageThatAgesWell() throws Exception {
        writeConfig("**{product}** again: {variant}");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitPolls(2);
            store.serve(shoe("9", "10", "11"));
            await().atMost(PATIENCE).until(() -> messagesOf("42").size() == 1);
            JsonNode embed = messagesOf("42").getFirst().at("/embeds/0");
            assertThat(embed.path("title").asText())
                    .isEqualTo("**Run\\_away \\*2\\*** again: 3 variants");
            assertThat(embed.path("color").asInt()).isEqualTo(0x123456);
            assertThat(embed.path("description").asText().lines())
                    .hasSize(3)
                    .allMatch(line -> line.contains("/cart/80") && line.contains("10.00"));
            assertThat(embed.at("/footer/text").asText())
                    .matches("box/all · sent [0-9.]+ m?s after it was seen");

            store.serve(shoe("9", "11"));
            awaitEdits(1);
            assertThat(lastEdit("description"))
                    .containsPattern("~~\\*\\*Size 10\\*\\*~~ · sold out after [0-9.]+ m?s")
                    .contains("**Size 9**", "**Size 11**");
            assertThat(lastEdit("title")).isEqualTo(embed.path("title").asText());

            store.serve(shoe("9", "10", "11"));
            await().atMost(PATIENCE).until(() -> messagesOf("42").size() == 2);
            JsonNode second = messagesOf("42").get(1).at("/embeds/0");
            assertThat(second.at("/fields/2/name").asText()).isEqualTo("Gone for");
            assertThat(second.at("/fields/2/value").asText()).matches("[0-9.]+ m?s");

            store.serve(shoe());
            await().atMost(PATIENCE).until(() -> edited().size() == 2);
            assertThat(messagesOf("42")).as("nobody asked to be told").hasSize(2);
            tori.signal("TERM");
            assertThat(tori.awaitExit()).isZero();
        }
        assertThat(messagesOf("43")).as("the other channel is told the same").hasSize(2);
        assertThat(edited()).as("and wants no edits").allMatch(this::isOfFirstChannel);
        assertThat(discord.answers()).as("Discord refused nothing").containsOnlyKeys(200);
    }

    @Test
    void shouldEditWhatTheGuaranteedLaneHasSentAsWell() throws Exception {
        writeConfig("{product}", "guaranteed");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitPolls(2);
            store.serve(shoe("9"));
            await().atMost(PATIENCE).until(() -> messagesOf("42").size() == 1);
            store.serve(shoe());
            awaitEdits(1);
            assertThat(lastEdit("description")).matches("\\*\\*Sold out after [0-9.]+ m?s\\*\\*");
            tori.signal("TERM");
            assertThat(tori.awaitExit()).isZero();
        }
    }

    @Test
    void shouldChangeHowMessagesLookWithoutTouchingTheMonitor() throws Exception {
        writeConfig("before {product}");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitPolls(2);
            writeConfig("after {product}");
            tori.signal("HUP");
            await().atMost(PATIENCE)
                    .until(() ->
                            tori.stderr().stream()
                                    .anyMatch(line -> line.contains("messages changed")));
            store.serve(shoe("9"));
            await().atMost(PATIENCE).until(() -> messagesOf("42").size() == 1);
            assertThat(messagesOf("42").getFirst().at("/embeds/0/title").asText())
                    .startsWith("after ");
            assertThat(tori.stderr()).noneMatch(line -> line.contains("monitors changed"));
            tori.signal("TERM");
            assertThat(tori.awaitExit()).isZero();
        }
    }

    @Test
    void shouldNameThePlaceOfAnUnknownPlaceholder() throws Exception {
        writeConfig("{prodct} is back");
        try (ToriProcess tori = ToriProcess.start(folder, "check")) {
            assertThat(tori.awaitExit()).isEqualTo(2);
            assertThat(tori.stdout())
                    .anyMatch(line ->
                            line.startsWith("config.yaml:4:38: defaults.message.title: ")
                                    && line.contains("did you mean {product}?"));
        }
    }

    private List<JsonNode> messagesOf(String channel) {
        return discord.messages().stream()
                .filter(message -> message.channel().equals(channel))
                .map(DiscordLookAlike.Message::body)
                .toList();
    }

    /** The places of the messages that were edited. */
    private Set<Integer> edited() {
        Set<Integer> places = new TreeSet<>();
        discord.edits().forEach(edit -> places.add(placeOf(edit.messageId())));
        return places;
    }

    private int placeOf(String messageId) {
        for (int i = 0; i < discord.messages().size(); i++) {
            if (DiscordLookAlike.idOf(i).equals(messageId)) {
                return i;
            }
        }
        throw new AssertionError("no message has the id " + messageId);
    }

    private boolean isOfFirstChannel(int place) {
        return discord.messages().get(place).channel().equals("42");
    }

    private String lastEdit(String part) {
        return discord.edits().getLast().body().at("/embeds/0").path(part).asText();
    }

    private void awaitEdits(int count) {
        await().atMost(PATIENCE).until(() -> discord.edits().size() >= count);
    }

    private void awaitPolls(int polls) {
        await().atMost(PATIENCE).until(() -> store.polls() >= polls);
    }

    /** A shoe of which these sizes can be bought. */
    private static JsonNode shoe(String... available) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode product = root.putArray("products").addObject();
        product.put("id", 9_000_000_000L);
        product.put("title", "Run_away *2*");
        product.put("handle", "run-away");
        product.put("vendor", "Acme");
        product.put("product_type", "Shoe");
        ArrayNode variants = product.putArray("variants");
        for (int i = 0; i < SIZES.size(); i++) {
            ObjectNode variant = variants.addObject();
            variant.put("id", 8_000_000_000L + i);
            variant.put("title", SIZES.get(i));
            variant.put("option1", SIZES.get(i));
            variant.put("price", "10.00");
            variant.put("available", List.of(available).contains(SIZES.get(i)));
        }
        product.putArray("images");
        product.putArray("options").addObject().put("name", "Size").put("position", 1);
        return root;
    }

    private void writeConfig(String title) throws IOException {
        writeConfig(title, "auto");
    }

    private void writeConfig(String title, String delivery) throws IOException {
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                defaults:
                  interval: 200ms
                  notify: [main, still]
                  message: {color: "#123456", title: "%s"}
                destinations:
                  main: {type: discord, url: "%s", delivery: %s}
                  still: {type: discord, url: "%s", edit: false}
                sites:
                  - name: box
                    url: %s
                    monitors:
                      - {name: all, type: shopify, events: [restocked]}
                """
                        .formatted(
                                title,
                                discord.addWebhook("7", "token", "42"),
                                delivery,
                                discord.addWebhook("8", "token", "43"),
                                store.url()));
    }
}
