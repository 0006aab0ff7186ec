package tori.config;

/**
 * How the log is written.
 *
 * @param format for people or for machines
 * @param level the least important level that is written
 */
public record LogConfig(Format format, Level level) {

    /** The form of a log line. */
    public enum Format {
        TEXT,
        JSON
    }

    /** How important a line must be. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }
}
