package tori.api;

import tori.history.CheckHistory;
import tori.model.MonitorId;

import java.util.List;
import java.util.function.Supplier;

/**
 * What people and programs may see of what checks found. Thread-safe.
 *
 * @param monitors the monitors there are, in the order in which the status shows them; does not
 *     block
 * @param history what they found, and those that are not watched any more
 */
public record HistoryDesk(Supplier<List<MonitorId>> monitors, CheckHistory history) {}
