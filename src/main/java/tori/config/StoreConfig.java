package tori.config;

/**
 * Where state is kept.
 *
 * @param path the SQLite file; relative to the working directory
 */
public record StoreConfig(String path) {}
