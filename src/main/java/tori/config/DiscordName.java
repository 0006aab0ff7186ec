package tori.config;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which names Discord refuses for a webhook's messages; the sender leaves those out. Stateless, any
 * thread.
 */
final class DiscordName {

    private static final List<String> FORBIDDEN_INSIDE =
            List.of("discord", "clyde", "```", "@", "#", ":");
    private static final Set<String> FORBIDDEN = Set.of("everyone", "here");

    private DiscordName() {}

    /** Warns of a destination's name if Discord refuses it. */
    static void check(Values destination, Report report) {
        Located<String> name = destination.find(DestinationKeys.USERNAME);
        String forbidden = name == null ? null : forbidden(name.value());
        if (name != null && forbidden != null) {
            report.warning(
                    name.place(),
                    "Discord refuses names with '"
                            + forbidden
                            + "', so the webhook's own name is shown; give a name without"
                            + " 'discord', 'clyde', '@', '#', ':' and '```' other than 'everyone'"
                            + " and 'here'");
        }
    }

    private static @Nullable String forbidden(String name) {
        // What is invisible is not sent and hides nothing from Discord either.
        String lower = name.replaceAll("\\p{Cf}", "").strip().toLowerCase(Locale.ROOT);
        if (FORBIDDEN.contains(lower)) {
            return lower;
        }
        return FORBIDDEN_INSIDE.stream().filter(lower::contains).findFirst().orElse(null);
    }
}
