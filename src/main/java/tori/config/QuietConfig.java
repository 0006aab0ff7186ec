package tori.config;

import tori.time.QuietHours;

/**
 * When a destination wants to be left alone, and what becomes of what happens then.
 *
 * @param hours when
 * @param digest whether what happened is told afterwards in one message, or dropped and counted
 * @param guaranteedWait whether what must arrive waits until then, or goes through
 */
public record QuietConfig(QuietHours hours, boolean digest, boolean guaranteedWait) {}
