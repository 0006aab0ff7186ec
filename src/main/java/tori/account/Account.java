package tori.account;

import java.time.Instant;

/**
 * What may be told of a user.
 *
 * @param id never given to another one
 * @param name unique, whatever the case of its letters; also the site of the user's own monitors
 * @param admin whether everything may be seen and done
 */
public record Account(long id, String name, boolean admin, Instant createdAt) {}
