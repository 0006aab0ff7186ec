package tori.peers.outbox;

import java.net.URI;
import java.nio.file.Path;

/**
 * What a contender is given to work with. Immutable.
 *
 * @param receiver where to post
 * @param folder an empty folder for the store, deleted afterwards
 * @param maxInFlight requests at a time
 * @param marks told of every event marked as delivered
 */
public record Terms(URI receiver, Path folder, int maxInFlight, Marks marks) {}
