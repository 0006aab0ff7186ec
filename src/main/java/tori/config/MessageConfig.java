package tori.config;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * How messages for people look that tell what a monitor has seen. Where a text is null, tori's own
 * is shown.
 *
 * @param color 24 bits, red first; null for one that depends on what happened
 * @param content plain text above, as a phone's notification shows it; null for none
 * @param title one line
 * @param description what stands below the title
 * @param footer one line of small print
 * @param fields what is shown in fields
 * @param image how large the product's picture is
 */
public record MessageConfig(
        @Nullable Integer color,
        @Nullable MessageTemplate content,
        @Nullable MessageTemplate title,
        @Nullable MessageTemplate description,
        @Nullable MessageTemplate footer,
        Set<MessageField> fields,
        Image image) {

    /** How large the product's picture is. */
    public enum Image {
        /** Small, beside the text. */
        THUMBNAIL,
        /** As wide as the message. */
        LARGE,
        /** Not there. */
        NONE
    }

    /** What a file that says nothing gives. */
    public static final MessageConfig STANDARD =
            new MessageConfig(
                    null,
                    null,
                    null,
                    null,
                    null,
                    EnumSet.allOf(MessageField.class),
                    Image.THUMBNAIL);

    /** Whether a file that says nothing gives the same. */
    boolean isStandard() {
        return color == null
                && content == null
                && title == null
                && description == null
                && footer == null
                && fields.equals(STANDARD.fields)
                && image == STANDARD.image;
    }

    public MessageConfig {
        fields = fields.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(fields));
    }
}
