package tori.config;

/**
 * Where profiles are written.
 *
 * @param directory as written; relative to the working directory
 */
public record ProfilingConfig(String directory) {}
