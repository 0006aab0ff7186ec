package tori.config;

import org.jspecify.annotations.Nullable;

/**
 * Who may register and look.
 *
 * @param registrationOpen whether anybody may register
 * @param readByAnyone whether nobody needs to log in who only looks
 * @param jwtSecret what tokens are signed with; null for one that the store keeps
 */
public record AccessConfig(
        boolean registrationOpen, boolean readByAnyone, @Nullable Secret jwtSecret) {

    /** Nobody registers, only users look. */
    public static final AccessConfig CLOSED = new AccessConfig(false, false, null);
}
