package tori.delivery;

import tori.model.Answer;
import tori.model.SendResult;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Turns how a request ended into what becomes of the deliveries in it and of the destination's
 * health. Any thread; keeps nothing.
 */
final class Judgement {

    /** So long one whose probe failed stands back for others that could be tried. */
    private static final Duration STAND_BACK = Duration.ofSeconds(30);

    private static final String SENT_AGAIN =
            "the connection had ended; sent again at once, and perhaps taken twice";

    private final OutboxServices services;

    Judgement(OutboxServices services) {
        this.services = services;
    }

    /**
     * The request ended like this.
     *
     * @param othersWait whether another delivery could be tried in place of these
     */
    List<Settlement> of(Batch batch, SendResult result, boolean othersWait) {
        try {
            return judge(batch, result, othersWait);
        } finally {
            batch.route().health().tried();
        }
    }

    private List<Settlement> judge(Batch batch, SendResult result, boolean othersWait) {
        Health health = batch.route().health();
        return switch (result) {
            case SendResult.Sent sent -> {
                health.delivered(batch);
                yield sent.perhapsTwice()
                        ? all(
                                batch,
                                Outcome.REPEATED,
                                SENT_AGAIN,
                                sent.answer(),
                                Claimed::delivered)
                        : all(batch, Outcome.DELIVERED, "", sent.answer(), Claimed::delivered);
            }
            case SendResult.Throttled throttled -> {
                health.throttled(throttled.retryAfter(), batch.probe());
                String detail =
                        "too many; again after " + throttled.retryAfter().toSeconds() + " s";
                yield all(batch, Outcome.THROTTLED, detail, throttled.answer(), Claimed::released);
            }
            case SendResult.Refused refused -> refused(batch, refused);
            case SendResult.Gone gone -> {
                health.gone(gone.reason());
                yield all(batch, Outcome.GONE, gone.reason(), gone.answer(), afterGone(batch));
            }
            case SendResult.Failed failed -> failed(batch, failed, othersWait);
        };
    }

    /** Only its own destination, with nobody in its place, ends a delivery by being gone. */
    private static BiFunction<Claimed, Attempt, Settlement> afterGone(Batch batch) {
        boolean lives = batch.failsOver() || !batch.route().terms().failover().isEmpty();
        return lives ? Claimed::released : Claimed::died;
    }

    /** The request was broken off by tori itself: nobody knows how far it had come. */
    List<Settlement> ofInterruption(Batch batch) {
        Health health = batch.route().health();
        if (batch.probe() || !health.isTried()) {
            health.aborted();
        }
        return all(
                batch,
                Outcome.AMBIGUOUS,
                "broken off while tori stopped",
                Answer.NONE,
                Claimed::released);
    }

    private List<Settlement> refused(Batch batch, SendResult.Refused refused) {
        Health health = batch.route().health();
        if (batch.size() == 1 && batch.failsOver()) {
            boolean known = health.refusedForeign(batch, refused.reason());
            return all(
                    batch,
                    Outcome.REFUSED,
                    refused.reason(),
                    refused.answer(),
                    known || batch.probe() ? Judgement::postpone : Claimed::released);
        }
        health.answered();
        if (batch.size() == 1) {
            return all(batch, Outcome.REFUSED, refused.reason(), refused.answer(), Claimed::died);
        }
        int batchLimit = batch.size() / 2;
        return all(
                batch,
                Outcome.SPLIT,
                refused.reason(),
                refused.answer(),
                (claimed, attempt) -> claimed.split(batchLimit, attempt));
    }

    private List<Settlement> failed(Batch batch, SendResult.Failed failed, boolean othersWait) {
        Health health = batch.route().health();
        Set<Long> blamed = health.failed(batch, failed);
        // Those who are owed to a failover itself wait there too.
        boolean others = othersWait || batch.failsOver();
        boolean standBack = batch.probe() && others && Health.isReached(failed);
        BiFunction<Claimed, Attempt, Settlement> way =
                (claimed, attempt) -> {
                    if (blamed.contains(claimed.id())) {
                        return spend(batch, claimed, attempt);
                    }
                    return standBack ? postpone(claimed, attempt) : claimed.released(attempt);
                };
        return all(batch, outcome(failed), failed.reason(), failed.answer(), way);
    }

    /** What fails at every probe shall not bar the others for ever. */
    private static Settlement postpone(Claimed claimed, Attempt attempt) {
        return claimed.postponed(attempt, attempt.endedAt().plus(STAND_BACK));
    }

    private static Outcome outcome(SendResult.Failed failed) {
        if (failed.ambiguous()) {
            return Outcome.AMBIGUOUS;
        }
        return failed.outage() ? Outcome.OUTAGE : Outcome.FAILED;
    }

    /** Nothing dies for what another in its company may have caused: the last attempt is alone. */
    private Settlement spend(Batch batch, Claimed claimed, Attempt attempt) {
        RetryPolicy policy = services.retryPolicy();
        boolean last = claimed.station().failures() + 1 >= policy.maxAttempts();
        if (last && batch.size() > 1) {
            return claimed.split(1, attempt);
        }
        return claimed.failed(attempt, policy, attempt.endedAt(), services.random());
    }

    private List<Settlement> all(
            Batch batch,
            Outcome outcome,
            String detail,
            Answer answer,
            BiFunction<Claimed, Attempt, Settlement> way) {
        Instant now = services.wall().instant();
        String via = batch.route().destination();
        Attempt attempt = new Attempt(batch.startedAt(), now, via, outcome, detail, answer);
        services.meters().delivered(via, outcome.wireName(), batch.size());
        return batch.claimed().stream().map(claimed -> way.apply(claimed, attempt)).toList();
    }
}
