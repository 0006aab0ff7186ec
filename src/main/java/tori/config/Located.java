package tori.config;

/**
 * A value and where it was written.
 *
 * @param value what was read
 * @param place where its text starts
 */
record Located<T>(T value, Place place) {}
