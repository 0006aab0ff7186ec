package tori.account;

import java.time.Instant;
import java.util.UUID;

/**
 * What a genuine token says.
 *
 * @param id the token's own
 * @param user the number of the user it was given to
 * @param epoch the user's when it was given
 */
public record TokenClaims(UUID id, long user, long epoch, Instant expires) {}
