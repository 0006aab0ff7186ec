package tori.account;

import org.jspecify.annotations.Nullable;

import tori.config.Secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Gives users tokens and says whose token is whose. Thread-safe; blocks for the disk.
 *
 * <p>A token ends twelve hours after it was given, when its user logs out, and when the user's
 * password changes.
 */
final class Sessions {

    private static final String SECRET_NAME = "jwt";

    private final UserStore store;
    private final InstantSource wall;
    private final RandomGenerator random;
    private @Nullable Secret configured;
    private @Nullable Tokens tokens;

    Sessions(UserStore store, InstantSource wall, RandomGenerator random) {
        this.store = store;
        this.wall = wall;
        this.random = random;
    }

    /**
     * Signs with another secret from now on, where it is another one.
     *
     * @param secret null for the one that the store keeps
     */
    synchronized void configure(@Nullable Secret secret) {
        if (!Objects.equals(configured, secret)) {
            configured = secret;
            tokens = null;
        }
    }

    /** Made when it is first needed: most installations have no users. */
    private synchronized Tokens tokens() throws IOException, InterruptedException {
        Tokens made = tokens;
        if (made == null) {
            byte[] secret;
            if (configured == null) {
                byte[] proposed = new byte[Tokens.MIN_SECRET_BYTES];
                random.nextBytes(proposed);
                secret = store.secret(SECRET_NAME, proposed);
            } else {
                secret = configured.value().getBytes(StandardCharsets.UTF_8);
            }
            made = new Tokens(secret, wall, random);
            tokens = made;
        }
        return made;
    }

    Token begin(User user) throws IOException, InterruptedException {
        return tokens().issue(user);
    }

    /** Who shows this token; null if it is not accepted. */
    @Nullable Session of(String token) throws IOException, InterruptedException {
        TokenClaims claims = tokens().read(token);
        if (claims == null || store.isEnded(claims.id())) {
            return null;
        }
        User user = store.user(claims.user());
        return user == null || user.epoch() != claims.epoch() ? null : new Session(user, claims);
    }

    void end(Session session) throws IOException, InterruptedException {
        TokenClaims claims = session.claims();
        store.endToken(claims.id(), claims.expires(), wall.instant());
    }
}
