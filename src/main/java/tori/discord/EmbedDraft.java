package tori.discord;

import okhttp3.HttpUrl;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An embed under construction that never grows beyond its length: what does not fit is left out.
 * Used by one thread.
 */
final class EmbedDraft {

    private static final int MAX_FIELDS = 25;
    private static final int DESCRIPTION_MAX = 4096;

    private final List<Embed.Field> fields = new ArrayList<>();
    private final StringBuilder description = new StringBuilder();
    private String title = "";
    private String footer = "";
    private int room;

    EmbedDraft(int maxLength) {
        this.room = maxLength;
    }

    void title(String text) {
        title = text;
        room -= text.length();
    }

    void footer(String text) {
        footer = text;
        room -= text.length();
    }

    /** Adds a field if neither text is empty and both fit. */
    void field(String name, String value, boolean inline) {
        int length = name.length() + value.length();
        if (!name.isEmpty() && !value.isEmpty() && length <= room && fields.size() < MAX_FIELDS) {
            fields.add(new Embed.Field(name, value, inline));
            room -= length;
        }
    }

    /** Adds a field whose value is worthless unless whole. */
    void link(String name, String value) {
        if (value.length() <= Embed.VALUE_MAX) {
            field(name, value, true);
        }
    }

    /** Adds a line to the description if it is not empty and fits. */
    void line(String text) {
        lineIfRoom(text, 0);
    }

    /** How long one more line of the description may be; less than 1 for none. */
    int lineRoom() {
        return roomLeft() - (description.isEmpty() ? 0 : 1);
    }

    private int roomLeft() {
        return Math.min(room, DESCRIPTION_MAX - description.length());
    }

    /** Adds a line if it fits and leaves {@code reserved} units; true if it was added. */
    boolean lineIfRoom(String text, int reserved) {
        int length = text.length() + (description.isEmpty() ? 0 : 1);
        if (text.isEmpty() || length + reserved > roomLeft()) {
            return false;
        }
        if (!description.isEmpty()) {
            description.append('\n');
        }
        description.append(text);
        room -= length;
        return true;
    }

    /**
     * The embed.
     *
     * @param large whether the picture is as wide as the message
     */
    Embed build(
            @Nullable HttpUrl url,
            int color,
            @Nullable HttpUrl image,
            boolean large,
            Instant timestamp) {
        String text = description.toString();
        return new Embed(
                title,
                DiscordText.plain(text).isEmpty() ? "" : text,
                url,
                color,
                fields,
                image,
                large,
                footer,
                timestamp);
    }
}
