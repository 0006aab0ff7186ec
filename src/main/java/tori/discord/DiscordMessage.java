package tori.discord;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import okhttp3.HttpUrl;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Writes the message that tells of some events, an embed for all that is told together; immutable,
 * any thread.
 *
 * <p>Whatever the events' texts, Discord takes the message: lengths, empty values and addresses are
 * seen to. All embeds have different addresses, because Discord merges those that share one and
 * shows only the first one's text.
 */
final class DiscordMessage {

    /** Embeds of one message. */
    static final int MAX_EMBEDS = 10;

    /**
     * Events of one message: with more, a list of sizes would be read no more, and not all of them
     * would have their links.
     */
    static final int MAX_EVENTS = 25;

    private static final int MAX_LENGTH = 6000;
    private static final int CONTENT_MAX = 2000;

    /** Of one embed's text within the content. */
    private static final int CONTENT_SHARE = 1000;

    private static final int USERNAME_MAX = 80;
    private static final List<String> FORBIDDEN_IN_NAMES =
            List.of("discord", "clyde", "```", "@", "#", ":");
    private static final Set<String> FORBIDDEN_NAMES = Set.of("everyone", "here");
    private static final Instant YEAR_10000 = Instant.parse("9999-12-31T23:59:59.999Z");

    private static final JsonFactory JSON = new JsonFactory();

    private final @Nullable String username;
    private final @Nullable HttpUrl avatarUrl;
    private final @Nullable Mention mention;

    DiscordMessage(DiscordSettings settings) {
        this.username = allowedName(settings.username());
        this.avatarUrl = Links.of(settings.avatarUrl());
        this.mention = settings.mention();
    }

    /** The name as Discord takes it, or null: then the webhook's own name is shown. */
    static @Nullable String allowedName(@Nullable String name) {
        String plain = name == null ? "" : DiscordText.plain(name, USERNAME_MAX);
        String lower = plain.toLowerCase(Locale.ROOT);
        boolean forbidden =
                plain.isEmpty()
                        || FORBIDDEN_NAMES.contains(lower)
                        || FORBIDDEN_IN_NAMES.stream().anyMatch(lower::contains);
        return forbidden ? null : plain;
    }

    /** The request body that tells of a letter's events. */
    byte[] encode(Letter letter) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024 * letter.events().size());
        try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            if (username != null) {
                json.writeStringField("username", username);
            }
            if (avatarUrl != null) {
                json.writeStringField("avatar_url", avatarUrl.toString());
            }
            content(json, letter);
            write(json, embeds(letter, Map.of()));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /**
     * The request body that brings a message up to date: its embeds as they were, but for what has
     * ended. All else of the message stays as it is, and nobody is mentioned anew.
     *
     * @param ended when what an event told came to its end, by the event's id
     */
    static byte[] encodeEdit(Letter letter, Map<UUID, Instant> ended) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024 * letter.events().size());
        try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            write(json, embeds(letter, ended));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /**
     * The embeds, one for all that is told together, in the order of the events.
     *
     * @param ended when what an event told came to its end, by the event's id
     */
    static List<Embed> embeds(Letter letter, Map<UUID, Instant> ended) {
        List<Telling> tellings = Telling.of(letter.events());
        if (tellings.isEmpty() || tellings.size() > MAX_EMBEDS) {
            throw new IllegalArgumentException(
                    "a message has 1 to 10 embeds, not " + tellings.size());
        }
        int told = tellings.stream().mapToInt(telling -> telling.events().size()).sum();
        // What stands in an embed beside its variants takes the room of two of them.
        int parts = told + 2 * tellings.size();
        List<Embed> embeds = new ArrayList<>(tellings.size());
        Set<HttpUrl> taken = new HashSet<>();
        for (Telling telling : tellings) {
            int share = MAX_LENGTH * (telling.events().size() + 2) / parts;
            Embed embed = EmbedRenderer.render(telling, letter, ended, share);
            HttpUrl url = embed.url();
            for (int n = 2; url != null && !taken.add(url); n++) {
                url = Links.numbered(url, n);
            }
            embeds.add(embed.withUrl(url));
        }
        return embeds;
    }

    private void content(JsonGenerator json, Letter letter) throws IOException {
        StringBuilder content = new StringBuilder(mention == null ? "" : mention.content());
        Set<String> texts = new LinkedHashSet<>();
        for (Telling telling : Telling.of(letter.events())) {
            String text = EmbedRenderer.content(telling, letter, CONTENT_SHARE);
            boolean fits = content.length() + 1 + text.length() <= CONTENT_MAX;
            if (!text.isEmpty() && fits && texts.add(text)) {
                char separator = texts.size() == 1 ? ' ' : '\n';
                content.append(content.isEmpty() ? "" : separator).append(text);
            }
        }
        if (!content.isEmpty()) {
            json.writeStringField("content", content.toString());
        }
        allowedMentions(json);
    }

    private void allowedMentions(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("allowed_mentions");
        json.writeArrayFieldStart("parse");
        if (mention != null && mention.kind() == Mention.Kind.EVERYONE) {
            json.writeString("everyone");
        }
        json.writeEndArray();
        if (mention != null && mention.kind() != Mention.Kind.EVERYONE) {
            json.writeArrayFieldStart(mention.kind() == Mention.Kind.ROLE ? "roles" : "users");
            json.writeString(mention.id());
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, List<Embed> embeds) throws IOException {
        json.writeArrayFieldStart("embeds");
        for (Embed embed : embeds) {
            write(json, embed);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Embed embed) throws IOException {
        json.writeStartObject();
        json.writeStringField("title", embed.title());
        if (!embed.description().isEmpty()) {
            json.writeStringField("description", embed.description());
        }
        if (embed.url() != null) {
            json.writeStringField("url", embed.url().toString());
        }
        json.writeNumberField("color", embed.color());
        if (!embed.fields().isEmpty()) {
            json.writeArrayFieldStart("fields");
            for (Embed.Field field : embed.fields()) {
                json.writeStartObject();
                json.writeStringField("name", field.name());
                json.writeStringField("value", field.value());
                json.writeBooleanField("inline", field.inline());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (embed.image() != null) {
            json.writeObjectFieldStart(embed.large() ? "image" : "thumbnail");
            json.writeStringField("url", embed.image().toString());
            json.writeEndObject();
        }
        if (!embed.footer().isEmpty()) {
            json.writeObjectFieldStart("footer");
            json.writeStringField("text", embed.footer());
            json.writeEndObject();
        }
        if (!embed.timestamp().isBefore(Instant.EPOCH) && !embed.timestamp().isAfter(YEAR_10000)) {
            json.writeStringField("timestamp", embed.timestamp().toString());
        }
        json.writeEndObject();
    }
}
