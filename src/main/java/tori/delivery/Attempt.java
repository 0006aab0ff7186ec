package tori.delivery;

import tori.model.Answer;

import java.time.Instant;

/**
 * One try to deliver.
 *
 * @param startedAt when the request began
 * @param endedAt when its outcome was known
 * @param via the destination that was called: the delivery's own, or one it failed over to
 * @param outcome how it ended
 * @param detail why, in words without secrets; empty where there is nothing to say
 * @param answer status and body as far as there were any
 */
public record Attempt(
        Instant startedAt,
        Instant endedAt,
        String via,
        Outcome outcome,
        String detail,
        Answer answer) {}
