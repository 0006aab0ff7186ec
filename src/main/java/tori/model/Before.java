package tori.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What a variant was before the change. Null means it was not known.
 *
 * @param available whether it could be bought
 * @param price the price as the store wrote it
 * @param since when {@code available} was seen to become that; null also where it is not what
 *     changed
 */
public record Before(@Nullable Boolean available, @Nullable String price, @Nullable Instant since) {

    /** Nobody knows since when. */
    public Before(@Nullable Boolean available, @Nullable String price) {
        this(available, price, null);
    }
}
