package tori.discord;

import okhttp3.HttpUrl;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * One embed of a message, every text of it ready for Discord.
 *
 * @param title at most 256 units, never empty
 * @param description at most 4,096 units; empty for none
 * @param url where the title leads; null for nowhere
 * @param color 24 bits, red first
 * @param fields at most 25
 * @param image a picture; null for none
 * @param large whether the picture is as wide as the message, not small beside the text
 * @param footer at most 2,048 units; empty for none
 * @param timestamp shown beside the footer
 */
record Embed(
        String title,
        String description,
        @Nullable HttpUrl url,
        int color,
        List<Field> fields,
        @Nullable HttpUrl image,
        boolean large,
        String footer,
        Instant timestamp) {

    static final int NAME_MAX = 256;
    static final int VALUE_MAX = 1024;

    Embed {
        fields = List.copyOf(fields);
    }

    /**
     * A name and a value, neither empty.
     *
     * @param inline whether it may stand beside others
     */
    record Field(String name, String value, boolean inline) {}

    /** What Discord counts towards the 6,000 of a message. */
    int length() {
        int length = title.length() + description.length() + footer.length();
        for (Field field : fields) {
            length += field.name().length() + field.value().length();
        }
        return length;
    }

    Embed withUrl(@Nullable HttpUrl other) {
        return new Embed(title, description, other, color, fields, image, large, footer, timestamp);
    }
}
