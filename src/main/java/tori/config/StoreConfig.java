package tori.config;

/**
 * Where state is kept.
 *
 * @param path the SQLite file; relative to the working directory
 * @param retention how long what checks found is kept
 */
public record StoreConfig(String path, RetentionConfig retention) {

    /** With what checks found kept as usual. */
    public StoreConfig(String path) {
        this(path, RetentionConfig.STANDARD);
    }

    /** The same place with what checks found kept in another way. */
    StoreConfig with(RetentionConfig other) {
        return new StoreConfig(path, other);
    }
}
