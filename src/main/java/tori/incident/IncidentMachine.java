package tori.incident;

import org.jspecify.annotations.Nullable;

import tori.incident.CheckResult.Failed;
import tori.incident.CheckResult.Passed;
import tori.incident.CheckResult.Unknown;
import tori.model.Condition;
import tori.model.History;
import tori.model.Incident;
import tori.model.MonitorId;
import tori.model.Telling;
import tori.model.Transition;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Decides what follows from a check: opens an incident after enough failures in a row, closes it
 * after enough successes in a row, and says who is to be told of it. Stateless: all it depends on
 * is passed in, so that the same checks at the same times always lead to the same; any thread.
 *
 * <pre>
 *             fails            enough failures
 *      UP ───────────► SUSPECT ───────────────► DOWN ◄──────┐ fails
 *       ▲  ◄───────────┘ passes                  │ passes    │
 *       │              enough successes          ▼           │
 *       └─────────────────────────────────── RECOVERING ─────┘
 * </pre>
 *
 * <p>UNKNOWN, where tori itself cannot look, ends every row of failures and of successes: what was
 * not seen is no failure, and an incident stays open. MAINTENANCE covers all the others: failures
 * are not counted, nothing opens and nobody is reminded; an incident that was open before may
 * close.
 */
public final class IncidentMachine {

    /** An answer may say as much as it likes; a sentence is enough. */
    static final int MAX_DETAIL = 500;

    /** Said of what is told while no destination is to be told. */
    static final String UNHEARD = "nobody is to be told";

    private final MonitorId monitor;
    private final IncidentTerms terms;
    private final Gate gate;
    private final Supplier<UUID> ids;

    /**
     * @param gate whether an incident may be told
     * @param ids gives incidents their ids
     */
    public IncidentMachine(MonitorId monitor, IncidentTerms terms, Gate gate, Supplier<UUID> ids) {
        this.monitor = monitor;
        this.terms = terms;
        this.gate = gate;
        this.ids = ids;
    }

    /**
     * The step that a check leads to.
     *
     * @param before how the monitor stood
     * @param now when the check ended; may be earlier than before, as clocks are set
     * @param maintenance whether it may fail now
     * @param acknowledgedAt when somebody said that they know of the open incident; null if nobody
     *     has since the step before
     */
    public Step step(
            Standing before,
            CheckResult result,
            Instant now,
            boolean maintenance,
            @Nullable Instant acknowledgedAt) {
        Findings findings = new Findings();
        Standing known = settled(before, findings);
        Standing standing = acknowledgedAt == null ? known : acknowledged(known, acknowledgedAt);
        Standing after =
                switch (result) {
                    case Passed _ -> passed(standing, now, maintenance, findings);
                    case Failed failed -> failed(standing, failed, now, maintenance, findings);
                    case Unknown _ -> unknown(standing, now, maintenance);
                };
        return new Step(
                after,
                findings.told,
                history(before, after, result, now, findings.over),
                after.differs(before));
    }

    /** What one step has led to beside the standing. */
    private static final class Findings {

        private final List<Step.Told> told = new ArrayList<>();

        /** The incident that is over, as it is to be remembered. */
        private @Nullable Incident over;
    }

    /** Without an incident whose end somebody else has told together with its beginning. */
    private Standing settled(Standing before, Findings findings) {
        Incident open = before.open();
        Instant ended = open == null || open.telling().told() ? null : gate.toldOver(open);
        if (open == null || ended == null) {
            return before;
        }
        findings.over = open.with(open.telling().told(null)).closed(ended);
        return new Standing(
                before.condition(),
                before.since(),
                0,
                before.successes(),
                null,
                null,
                before.sequence() + 2);
    }

    private static Standing acknowledged(Standing before, Instant at) {
        Incident open = before.open();
        return open == null || open.telling().acknowledgedAt() != null
                ? before
                : with(before, open.with(open.telling().acknowledged(at)));
    }

    private static Standing with(Standing before, Incident open) {
        return new Standing(
                before.condition(),
                before.since(),
                before.failures(),
                before.successes(),
                before.failingSince(),
                open,
                before.sequence());
    }

    private static Standing unknown(Standing before, Instant now, boolean maintenance) {
        Condition condition = maintenance ? Condition.MAINTENANCE : Condition.UNKNOWN;
        return new Standing(
                condition,
                since(before, condition, now),
                0,
                0,
                null,
                before.open(),
                before.sequence());
    }

    private Standing passed(Standing before, Instant now, boolean maintenance, Findings findings) {
        int successes = before.successes() + 1;
        Incident open = before.open();
        long sequence = before.sequence();
        if (open != null && successes >= terms.closeAfter()) {
            Gate.Ending ending = gate.ending(open, sequence + 1, now);
            Telling telling = open.telling();
            boolean elsewhere = !telling.told() && ending == Gate.Ending.TOLD;
            if (telling.told() || ending != Gate.Ending.LATER) {
                Incident told = elsewhere ? open.with(telling.told(null)) : open;
                // What somebody else has told has had its number there.
                sequence += elsewhere ? 1 : 0;
                sequence += closed(told.closed(now), sequence, findings);
                open = null;
            }
        }
        Condition condition =
                maintenance
                        ? Condition.MAINTENANCE
                        : open == null ? Condition.UP : Condition.RECOVERING;
        return new Standing(
                condition, since(before, condition, now), 0, successes, null, open, sequence);
    }

    /** Takes note of what is over; returns how many events there are of it. */
    private int closed(Incident over, long sequence, Findings findings) {
        findings.over = over;
        if (!over.telling().told() || terms.silent()) {
            return 0;
        }
        findings.told.add(new Step.Told(Step.Kind.CLOSED, over, sequence + 1));
        return 1;
    }

    private Standing failed(
            Standing before, Failed failed, Instant now, boolean maintenance, Findings findings) {
        Incident open = before.open();
        if (open == null && maintenance) {
            Condition condition = Condition.MAINTENANCE;
            return new Standing(
                    condition, since(before, condition, now), 0, 0, null, null, before.sequence());
        }
        int failures = before.failures() + 1;
        Instant first = before.failingSince();
        Instant failingSince = first == null ? now : first;
        long sequence = before.sequence();
        if (open != null) {
            open = open.failing(word(failed.cause()), bounded(failed.detail()));
        } else if (failures >= terms.openAfter()) {
            open = opened(failed, failingSince, now);
        }
        if (open != null && !maintenance && !terms.silent()) {
            open = told(open, sequence, now, findings.told);
            sequence += findings.told.size();
            // What somebody else has told has had its number there.
            boolean elsewhere =
                    findings.told.isEmpty() && open.telling().told() && !wasTold(before);
            sequence += elsewhere ? 1 : 0;
        }
        Condition condition =
                maintenance
                        ? Condition.MAINTENANCE
                        : open == null ? Condition.SUSPECT : Condition.DOWN;
        return new Standing(
                condition,
                condition == Condition.DOWN && open != null
                        ? open.openedAt()
                        : since(before, condition, now),
                failures,
                0,
                failingSince,
                open,
                sequence);
    }

    private static boolean wasTold(Standing before) {
        return before.open() != null && before.open().telling().told();
    }

    private Incident opened(Failed failed, Instant since, Instant now) {
        return new Incident(
                ids.get(),
                monitor,
                word(failed.cause()),
                bounded(failed.detail()),
                since,
                now,
                null,
                Telling.NOBODY);
    }

    /** The incident once it was told what is to be told of it now. */
    private Incident told(Incident open, long sequence, Instant now, List<Step.Told> told) {
        Telling telling = open.telling();
        if (telling.told()) {
            return reminded(open, sequence, now, told);
        }
        return switch (gate.ask(open, sequence + 1)) {
            case Gate.Hold hold -> open.with(telling.held(hold.by()));
            case Gate.Told _ -> open.with(told(open, now));
            case Gate.Tell _ -> {
                Incident known = open.with(told(open, now));
                told.add(new Step.Told(Step.Kind.OPENED, known, sequence + 1));
                yield known;
            }
        };
    }

    /** Told now; its events are raised all the same where nobody is there to hear them. */
    private Telling told(Incident open, Instant now) {
        Telling told = open.telling().told(next(open.telling(), now));
        return gate.isHeard(open, Step.Kind.OPENED) ? told : told.held(UNHEARD);
    }

    private @Nullable Instant next(Telling telling, Instant now) {
        Duration gap = telling.acknowledgedAt() == null ? terms.gap(telling.reminders()) : null;
        return gap == null ? null : now.plus(gap);
    }

    private Incident reminded(Incident open, long sequence, Instant now, List<Step.Told> told) {
        Telling telling = open.telling();
        Instant next = next(telling, now);
        if (next == null) {
            return telling.remindAt() == null ? open : open.with(telling.remindedNext(null));
        }
        Instant due = telling.remindAt();
        if (due == null || due.isAfter(next)) {
            // The terms have changed, or the clock was set back.
            return open.with(telling.remindedNext(next));
        }
        if (now.isBefore(due)
                || gate.silence(open) != null
                || !gate.isHeard(open, Step.Kind.REMINDED)) {
            return open;
        }
        Duration gap = terms.gap(telling.reminders() + 1);
        Incident again = open.with(telling.reminded(gap == null ? now : now.plus(gap)));
        told.add(new Step.Told(Step.Kind.REMINDED, again, sequence + 1));
        return again;
    }

    private History history(
            Standing before,
            Standing after,
            CheckResult result,
            Instant now,
            @Nullable Incident over) {
        List<Transition> transitions = new ArrayList<>();
        Incident earlier = before.open();
        Incident later = after.open();
        if (before.condition() != after.condition()) {
            Incident concerned = later == null ? earlier : later;
            transitions.add(
                    new Transition(
                            monitor,
                            now,
                            before.condition(),
                            after.condition(),
                            result instanceof Failed failed ? word(failed.cause()) : "",
                            words(result),
                            concerned == null ? null : concerned.id()));
        }
        List<Incident> incidents = new ArrayList<>();
        if (over != null) {
            incidents.add(over);
        }
        if (later != null && (!later.equals(earlier) || before.condition() != after.condition())) {
            incidents.add(later);
        }
        return new History(transitions, incidents);
    }

    private static String words(CheckResult result) {
        return switch (result) {
            case Passed _ -> "";
            case Failed failed -> bounded(failed.detail());
            case Unknown unknown -> bounded(unknown.detail());
        };
    }

    private static String bounded(String detail) {
        return detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL) + "…";
    }

    private static Instant since(Standing before, Condition condition, Instant now) {
        return before.condition() == condition ? before.since() : now;
    }

    /** A cause as it is told and counted. */
    public static String word(CheckCause cause) {
        return cause.name().toLowerCase(Locale.ROOT);
    }
}
