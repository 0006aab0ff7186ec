package tori.api;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * Which monitors somebody asks about.
 *
 * @param states only those in one of these; all if empty
 * @param site only those of this site; of all if null
 * @param worstFirst whether those in trouble come first; else all come as the configuration has
 *     them
 * @param limit at most so many, 1 to {@link #MAX_PAGE}
 * @param offset how many of them to leave out before
 */
public record StatusQuery(
        Set<StatusSource.State> states,
        @Nullable String site,
        boolean worstFirst,
        int limit,
        int offset) {

    /** Half a megabyte of JSON. */
    public static final int MAX_PAGE = 1_000;

    public StatusQuery {
        states = Set.copyOf(states);
    }
}
