package tori.discord;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import okhttp3.HttpUrl;

import org.jspecify.annotations.Nullable;

import tori.model.Event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes the message that tells of up to ten events, one embed each; immutable, any thread.
 *
 * <p>Whatever the events' texts, Discord takes the message: lengths, empty values and addresses are
 * seen to. All embeds have different addresses, because Discord merges those that share one and
 * shows only the first one's text.
 */
final class DiscordMessage {

    /** Embeds of one message. */
    static final int MAX_EMBEDS = 10;

    private static final int MAX_LENGTH = 6000;
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

    /**
     * The request body that tells of these events.
     *
     * @param events one to ten, newest first
     */
    byte[] encode(List<Event> events) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024 * events.size());
        try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            if (username != null) {
                json.writeStringField("username", username);
            }
            if (avatarUrl != null) {
                json.writeStringField("avatar_url", avatarUrl.toString());
            }
            mention(json);
            json.writeArrayFieldStart("embeds");
            for (Embed embed : embeds(events)) {
                write(json, embed);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** One embed for each event, in the same order. */
    static List<Embed> embeds(List<Event> events) {
        if (events.isEmpty() || events.size() > MAX_EMBEDS) {
            throw new IllegalArgumentException(
                    "a message tells of 1 to 10 events, not " + events.size());
        }
        int share = MAX_LENGTH / events.size();
        List<Embed> embeds = new ArrayList<>(events.size());
        Set<HttpUrl> taken = new HashSet<>();
        for (Event event : events) {
            Embed embed = EmbedRenderer.render(event, share);
            HttpUrl url = embed.url();
            for (int n = 2; url != null && !taken.add(url); n++) {
                url = Links.numbered(url, n);
            }
            embeds.add(embed.withUrl(url));
        }
        return embeds;
    }

    private void mention(JsonGenerator json) throws IOException {
        if (mention != null) {
            json.writeStringField("content", mention.content());
        }
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
        if (embed.thumbnail() != null) {
            json.writeObjectFieldStart("thumbnail");
            json.writeStringField("url", embed.thumbnail().toString());
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
