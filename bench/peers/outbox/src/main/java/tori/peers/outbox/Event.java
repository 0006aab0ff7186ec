package tori.peers.outbox;

/**
 * One event to be delivered once. Immutable.
 *
 * @param key unique among all events; the receiver sees it as {@code webhook-id}
 * @param entity what the event is about; events of one entity are enqueued by one thread, in order
 * @param body the JSON to post, about 1 KB of ASCII
 */
public record Event(String key, String entity, String body) {}
