package tori.config;

/**
 * Where state is kept, and for how long.
 *
 * @param retention how long what checks found is kept
 */
public record StoreConfig(StorePlace place, RetentionConfig retention) {}
