package tori.model;

import java.time.Instant;

/**
 * What was told of a variant holds no more: it could be bought and has sold out. Seen whether or
 * not anybody wants to be told of it.
 *
 * @param source the monitor that saw it
 * @param subject {@code product id/variant id}, as in the events about it
 * @param time when tori saw it
 */
public record Ending(MonitorId source, String subject, Instant time) {}
