package tori.telemetry;

/**
 * All metrics of one moment in a format that was asked for.
 *
 * @param contentType of the body
 * @param body not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Megabytes, written once to a socket: never compared.
public record Scrape(String contentType, byte[] body) {}
