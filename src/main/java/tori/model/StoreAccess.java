package tori.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A store's password page went up or down.
 *
 * @param entity {@code site/monitor}: what events are ordered by
 * @param sequence counts the entity's events from 1, across restarts
 * @param url the store's address
 * @param locked whether the password page is up now
 * @param since when it was first seen to be the other way; null if that is not known
 */
public record StoreAccess(
        String entity, long sequence, String url, boolean locked, @Nullable Instant since)
        implements EventData {}
