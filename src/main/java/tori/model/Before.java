package tori.model;

import org.jspecify.annotations.Nullable;

/**
 * What a variant was before the change. Null means it was not known.
 *
 * @param available whether it could be bought
 * @param price the price as the store wrote it
 */
public record Before(@Nullable Boolean available, @Nullable String price) {}
