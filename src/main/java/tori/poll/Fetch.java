package tori.poll;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;

/**
 * One GET.
 *
 * @param uri absolute
 * @param accept the media type to ask for
 * @param etag sent as {@code If-None-Match}; null for none
 * @param timeout from the first byte sent to the last byte read
 * @param maxBytes the most bytes the decoded body may have; beyond it reading fails
 */
public record Fetch(
        URI uri, String accept, @Nullable String etag, Duration timeout, long maxBytes) {}
