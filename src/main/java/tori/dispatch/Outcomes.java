package tori.dispatch;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.model.Event;
import tori.model.SendResult;

import java.util.ArrayList;
import java.util.List;

/**
 * What the answers of a destination mean for its lane: what was sent counts, waits, is put back or
 * given up, and the lane goes on, pauses or closes. Thread-confined to the dispatcher.
 *
 * <p>A departure's owner counts its events itself, tries them again and waits out an outage; from a
 * departure's answer the lane learns only what holds for everything that is sent there.
 */
final class Outcomes {

    /** An event is given up when this many attempts at it have failed. */
    static final int MAX_FAILURES = 5;

    static final String ABANDONED = "abandoned";

    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

    private final Lane lane;
    private final LaneContext context;
    private final Lane.Everywhere everywhere;

    /** Given up since the last line of the log that said so. */
    private int unloggedAbandoned;

    Outcomes(Lane lane, LaneContext context, Lane.Everywhere everywhere) {
        this.lane = lane;
        this.context = context;
        this.everywhere = everywhere;
    }

    /** A batch of events was answered. */
    void sent(BatchSending sending, SendResult result, long completedNanos) {
        sending.grant().complete(completedNanos);
        List<Attempt> batch = sending.batch();
        try {
            switch (result) {
                case SendResult.Sent sent -> {
                    count(sent.perhapsTwice() ? "repeated" : "delivered", batch.size());
                    Fate arrived = sent.perhapsTwice() ? Fate.REPEATED : Fate.DELIVERED;
                    note(batch, arrived, completedNanos, null);
                    succeeded(sending, sent, completedNanos);
                }
                case SendResult.Throttled throttled -> {
                    count("throttled", batch.size());
                    note(batch, Fate.THROTTLED, completedNanos, "asked to wait");
                    throttled(sending, throttled, completedNanos);
                    lane.putBack(batch);
                }
                case SendResult.Refused refused -> refused(batch, refused.reason());
                case SendResult.Gone gone -> gone(sending, gone.reason());
                case SendResult.Failed failed -> failed(sending, failed, completedNanos);
            }
        } finally {
            sending.outlet().completed(sending);
        }
        lane.showWaiting();
    }

    /**
     * A departure has come back.
     *
     * @param result null if it has sent nothing
     */
    void departed(DepartureSending sending, @Nullable SendResult result, long completedNanos) {
        if (result == null) {
            sending.grant().giveBack();
        } else {
            sending.grant().complete(completedNanos);
        }
        try {
            switch (result) {
                case null -> {}
                case SendResult.Sent sent -> succeeded(sending, sent, completedNanos);
                case SendResult.Throttled throttled ->
                        throttled(sending, throttled, completedNanos);
                case SendResult.Gone gone -> {
                    if (sending.outlet() == lane.outlet()) {
                        close(gone.reason());
                    }
                }
                case SendResult.Refused refused -> {}
                case SendResult.Failed failed -> {}
            }
        } finally {
            sending.outlet().completed(sending);
        }
    }

    /**
     * A departure that had left because nothing else waited has come back. Only what is said to
     * bind everywhere binds the lane as well.
     */
    void departedIdle(DepartureSending sending, @Nullable SendResult result, long completedNanos) {
        if (result == null) {
            sending.grant().giveBack();
        } else {
            sending.grant().complete(completedNanos);
        }
        try {
            lane.idle().ended(result, completedNanos);
            if (result instanceof SendResult.Throttled throttled && throttled.everywhere()) {
                throttled(sending, throttled, completedNanos);
            }
        } finally {
            sending.outlet().completed(sending);
        }
    }

    private void succeeded(Sending sending, SendResult.Sent sent, long completedNanos) {
        if (sending.outlet() == lane.outlet()) {
            lane.queue().health().taken();
        }
        int failures = sending.outlet().succeeded();
        if (failures > 0) {
            logRecovery(failures);
        }
        if (!sent.pause().isZero()) {
            sending.outlet().pauseUntil(completedNanos + Nanos.of(sent.pause()));
        }
    }

    private void throttled(Sending sending, SendResult.Throttled throttled, long completedNanos) {
        LOG.warn(
                "{} asks to wait {}{}; {} events of the freshest lane wait.",
                lane.destination(),
                throttled.retryAfter(),
                throttled.everywhere() ? " everywhere" : "",
                lane.waiting() + sending.events());
        long untilNanos = completedNanos + Nanos.of(throttled.retryAfter());
        lane.throttledUntil(untilNanos);
        String authority = sending.outlet().sender().authority();
        if (throttled.everywhere() && !authority.isEmpty()) {
            everywhere.pause(authority, untilNanos);
        }
    }

    /** Halves the batch until the event that is refused travels alone, and only it is dropped. */
    private void refused(List<Attempt> batch, String reason) {
        if (batch.size() == 1) {
            count("refused", 1);
            note(batch, Fate.REFUSED, reason);
            Event event = batch.getFirst().event();
            LOG.error(
                    "{} refused {} of {} about {}: {}. The event is dropped.",
                    lane.destination(),
                    event.type().wireName(),
                    event.source(),
                    event.subject(),
                    reason);
            return;
        }
        LOG.warn(
                "{} refused {} events in one message: {}. Trying fewer at once.",
                lane.destination(),
                batch.size(),
                reason);
        note(batch, Fate.SPLIT, reason);
        lane.putBack(batch.stream().map(each -> each.inBatchOf(batch.size() / 2)).toList());
    }

    private void gone(BatchSending sending, String reason) {
        if (sending.outlet() != lane.outlet()) {
            lane.putBack(sending.batch());
            return;
        }
        lane.queue().health().gone();
        List<Attempt> lost = lane.diversion().handOver(sending.batch());
        count("gone", lost.size());
        note(lost, Fate.GONE, reason);
        close(reason);
    }

    private void close(String reason) {
        if (lane.isOpen()) {
            lane.queue().health().gone();
            lane.handOver();
            int waiting = lane.close("gone", "the destination is gone: " + reason);
            LOG.error(
                    "{} is gone: {}. It is not called again; {} waiting events are dropped, and so"
                            + " are later ones.",
                    lane.destination(),
                    reason,
                    waiting);
            context.surroundings().gone(lane.destination(), reason);
        }
    }

    private void failed(BatchSending sending, SendResult.Failed failed, long completedNanos) {
        count(failed.ambiguous() ? "ambiguous" : "failed", sending.batch().size());
        note(sending.batch(), Fate.FAILED, completedNanos, failed.reason());
        List<Attempt> batch = withoutProbe(sending.batch());
        Outlet from = sending.outlet();
        boolean round = from.beginsRound(sending);
        long backoffNanos = round ? from.backoffNanos() : 0;
        if (round) {
            from.pauseUntil(completedNanos + backoffNanos);
            judge(from, failed, completedNanos + backoffNanos);
        }
        if (!lane.queue().isHealthy()) {
            batch = lane.diversion().handOver(batch);
        }
        tryAgain(batch);
        if (round) {
            logRound(failed.reason(), backoffNanos, from.underWay() - 1);
        }
    }

    /** A failed probe has served its purpose: somebody else was told the same. */
    private List<Attempt> withoutProbe(List<Attempt> batch) {
        List<Attempt> others =
                batch.stream()
                        .filter(each -> !lane.queue().health().isProbe(each.event()))
                        .toList();
        count(ABANDONED, batch.size() - others.size());
        return others;
    }

    /** One that cannot be reached is out at once, one that answers after some failures in a row. */
    private void judge(Outlet from, SendResult.Failed failed, long probeAtNanos) {
        boolean out = failed.outage() || from.failuresInRow() >= LaneHealth.FAILING;
        if (out
                && from == lane.outlet()
                && lane.queue().health().failed(probeAtNanos)
                && context.surroundings().hasStandIn(lane.destination())) {
            LOG.warn(
                    "{} takes no events ({}); its failover takes them until it does.",
                    lane.destination(),
                    failed.reason());
        }
    }

    private void tryAgain(List<Attempt> batch) {
        List<Attempt> again = new ArrayList<>();
        for (Attempt attempt : batch) {
            if (attempt.failures() + 1 < MAX_FAILURES) {
                again.add(attempt.afterFailure());
            } else {
                note(List.of(attempt), Fate.ABANDONED, "too many attempts failed");
            }
        }
        int abandoned = batch.size() - again.size();
        count(ABANDONED, abandoned);
        unloggedAbandoned += abandoned;
        lane.putBack(again);
    }

    /** One line for all requests that fail together. */
    private void logRound(String reason, long backoffNanos, int othersUnderWay) {
        LOG.warn(
                "Sending to {} failed: {}. Next attempt in {} ms; {} other requests are under way,"
                        + " {} events wait, {} were given up.",
                lane.destination(),
                reason,
                backoffNanos / 1_000_000,
                othersUnderWay,
                lane.waiting(),
                unloggedAbandoned);
        unloggedAbandoned = 0;
    }

    private void logRecovery(int failures) {
        LOG.info(
                "Sending to {} works again after {} failures in a row; {} more events were given"
                        + " up.",
                lane.destination(),
                failures,
                unloggedAbandoned);
        unloggedAbandoned = 0;
    }

    /** Says what became of some events just now. */
    void note(List<Attempt> batch, Fate fate, @Nullable String words) {
        note(batch, fate, 0, words);
    }

    private void note(List<Attempt> batch, Fate fate, long nanos, @Nullable String words) {
        for (Attempt attempt : batch) {
            context.fates().note(attempt.event(), lane.destination(), fate, nanos, words);
        }
    }

    /** Counts what became of so many events of the freshest lane. */
    void count(String result, int events) {
        if (events > 0) {
            context.meters().delivered(lane.destination(), result, events);
        }
    }
}
