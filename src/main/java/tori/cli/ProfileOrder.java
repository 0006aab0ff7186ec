package tori.cli;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * What is to be profiled.
 *
 * @param config tells where the daemon listens
 * @param seconds how long, 1 to 600
 * @param event what async-profiler samples (cpu, alloc, wall, lock); null for a JFR recording
 * @param out the file to write; null for a name made from the date in the profiling directory
 */
public record ProfileOrder(Path config, int seconds, @Nullable String event, @Nullable Path out) {}
