package tori.check;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * How long each part of a check took; null for what did not happen. After redirects, of all
 * requests together.
 *
 * @param dns looking up the address
 * @param connect connecting, TLS not included
 * @param tls the handshake
 * @param firstByte from the request to the head of the answer
 * @param total from the beginning to the last byte
 */
public record Phases(
        @Nullable Duration dns,
        @Nullable Duration connect,
        @Nullable Duration tls,
        @Nullable Duration firstByte,
        Duration total) {}
