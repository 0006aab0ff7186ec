package tori.discord;

import com.fasterxml.jackson.databind.JsonNode;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Discord's rules for a webhook message, kept as strictly as its documentation states them. */
final class DiscordRules {

    /** A broken rule: where, in dots, and Discord's words. */
    record Breach(String path, String code, String message) {}

    private static final Set<String> SCHEMES = Set.of("http", "https");

    private final List<Breach> breaches = new ArrayList<>();
    private int total;

    private DiscordRules() {}

    /** Every rule the message breaks; empty if Discord would take it. */
    static List<Breach> breaches(JsonNode message) {
        DiscordRules rules = new DiscordRules();
        rules.message(message);
        return rules.breaches;
    }

    private void message(JsonNode message) {
        text(message, "content", "", 2000, false);
        JsonNode embeds = message.path("embeds");
        if (message.path("content").asText("").isBlank() && embeds.isEmpty()) {
            add("", "EMPTY", "Cannot send an empty message");
        }
        username(message);
        url(message, "avatar_url", "");
        mentions(message.path("allowed_mentions"));
        if (embeds.size() > 10) {
            add("embeds", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.");
        }
        for (int i = 0; i < embeds.size(); i++) {
            embed(embeds.get(i), "embeds." + i + ".");
        }
        if (total > 6000) {
            add("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");
        }
    }

    private void username(JsonNode message) {
        if (message.has("username")) {
            text(message, "username", "", 80, true);
            String lower = message.path("username").asText().toLowerCase(Locale.ROOT);
            if (lower.contains("discord") || lower.contains("clyde")) {
                add("username", "USERNAME_INVALID_CONTAINS", "Username cannot contain \"discord\"");
            }
        }
    }

    private void mentions(JsonNode mentions) {
        for (JsonNode kind : mentions.path("parse")) {
            if (!Set.of("roles", "users", "everyone").contains(kind.asText())) {
                add("allowed_mentions.parse", "BASE_TYPE_CHOICES", "Value must be one of ...");
            }
            if (!mentions.path(kind.asText()).isMissingNode()) {
                add("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", "exclusive");
            }
        }
        for (String kind : List.of("roles", "users")) {
            for (JsonNode id : mentions.path(kind)) {
                if (!id.asText().matches("\\d{1,20}")) {
                    add("allowed_mentions." + kind, "NUMBER_TYPE_COERCE", "is not snowflake.");
                }
            }
        }
    }

    private void embed(JsonNode embed, String at) {
        counted(embed, "title", at, 256, false);
        counted(embed, "description", at, 4096, false);
        counted(embed.path("footer"), "text", at + "footer.", 2048, embed.has("footer"));
        counted(embed.path("author"), "name", at + "author.", 256, embed.has("author"));
        url(embed, "url", at);
        url(embed.path("thumbnail"), "url", at + "thumbnail.");
        url(embed.path("image"), "url", at + "image.");
        int color = embed.path("color").asInt(0);
        if (color < 0 || color > 0xFFFFFF) {
            add(at + "color", "NUMBER_TYPE_MAX", "int value should be less than 16777215.");
        }
        if (embed.has("timestamp")) {
            try {
                OffsetDateTime.parse(embed.path("timestamp").asText());
            } catch (DateTimeException e) {
                add(at + "timestamp", "DATE_TIME_TYPE_PARSE", "Could not parse.");
            }
        }
        JsonNode fields = embed.path("fields");
        if (fields.size() > 25) {
            add(at + "fields", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
        }
        for (int i = 0; i < fields.size(); i++) {
            counted(fields.get(i), "name", at + "fields." + i + ".", 256, true);
            counted(fields.get(i), "value", at + "fields." + i + ".", 1024, true);
        }
        if (embed.path("title").isMissingNode()
                && embed.path("description").isMissingNode()
                && fields.isEmpty()) {
            add(at, "BASE_TYPE_REQUIRED", "This field is required");
        }
    }

    private void counted(JsonNode node, String name, String at, int max, boolean required) {
        text(node, name, at, max, required);
        total += node.path(name).asText("").length();
    }

    private void text(JsonNode node, String name, String at, int max, boolean required) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() && !required) {
            return;
        }
        String text = value.asText("");
        if (!value.isTextual() || isBlank(text)) {
            add(at + name, "BASE_TYPE_REQUIRED", "This field is required");
        } else if (text.length() > max) {
            add(at + name, "BASE_TYPE_MAX_LENGTH", "Must be " + max + " or fewer in length.");
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))
                    && Character.getType(text.codePointAt(i)) == Character.SURROGATE
                    && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)))) {
                add(at + name, "BASE_TYPE_BAD_STRING", "half a surrogate pair");
            }
        }
    }

    private static boolean isBlank(String text) {
        return text.codePoints()
                .allMatch(c ->
                        Character.isWhitespace(c)
                                || Character.isSpaceChar(c)
                                || Character.isISOControl(c)
                                || Character.getType(c) == Character.FORMAT);
    }

    private void url(JsonNode node, String name, String at) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            return;
        }
        try {
            URI uri = new URI(value.asText());
            if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme())) {
                add(
                        at + name,
                        "URL_TYPE_INVALID_SCHEME",
                        "Scheme must be one of ('http', 'https').");
            } else if (uri.getHost() == null
                    || !uri.getHost().contains(".")
                    || value.asText().length() > 2048
                    || !value.asText().equals(uri.toASCIIString())) {
                add(at + name, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
            }
        } catch (URISyntaxException e) {
            add(at + name, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
        }
    }

    private void add(String path, String code, String message) {
        breaches.add(new Breach(path, code, message));
    }
}
