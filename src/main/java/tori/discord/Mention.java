package tori.discord;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one mention a destination's messages may carry; every other mention is switched off.
 *
 * @param kind whom it calls
 * @param id the role's or user's id; empty for everyone
 * @param content what the message says to mention them
 */
public record Mention(Kind kind, String id, String content) {

    /** Whom a mention calls. */
    public enum Kind {
        ROLE,
        USER,
        EVERYONE
    }

    private static final Pattern ROLE = Pattern.compile("<@&(\\d{1,20})>");
    private static final Pattern USER = Pattern.compile("<@!?(\\d{1,20})>");

    /**
     * Reads {@code <@&role id>}, {@code <@user id>}, {@code @everyone} or {@code @here}.
     *
     * @throws IllegalArgumentException with a sentence naming what is allowed
     */
    public static Mention parse(String text) {
        String content = text.strip();
        Matcher role = ROLE.matcher(content);
        if (role.matches()) {
            return new Mention(Kind.ROLE, role.group(1), content);
        }
        Matcher user = USER.matcher(content);
        if (user.matches()) {
            return new Mention(Kind.USER, user.group(1), content);
        }
        if (content.equals("@everyone") || content.equals("@here")) {
            return new Mention(Kind.EVERYONE, "", content);
        }
        throw new IllegalArgumentException(
                "not a mention: must be \"<@&ROLE_ID>\", \"<@USER_ID>\", \"@everyone\" or"
                        + " \"@here\"");
    }
}
