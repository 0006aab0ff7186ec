package tori.model;

/**
 * A rate that every sender naming the same scope shares.
 *
 * @param scope what the limit is counted by, for example {@code discord channel 42}
 * @param rate the limit
 */
public record SharedLimit(String scope, Rate rate) {}
