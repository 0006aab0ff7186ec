package tori.cli;

import tori.api.StatusQuery;

import java.nio.file.Path;

/**
 * What is to be told of the monitors.
 *
 * @param config tells where the daemon listens
 * @param query which monitors
 * @param json as one JSON object instead of a table
 */
public record StatusOrder(Path config, StatusQuery query, boolean json) {}
