package tori.model;

/**
 * Plain words, such as a test message.
 *
 * @param text what to say
 */
public record Notice(String text) implements EventData {}
