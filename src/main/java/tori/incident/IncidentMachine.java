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
     * @param acknowledged whether somebody has said that they know of the open incident
     */
    public Step step(
            Standing before,
            CheckResult result,
            Instant now,
            boolean maintenance,
            boolean acknowledged) {
        Standing standing = acknowledged ? acknowledged(before, now) : before;
        List<Step.Told> told = new ArrayList<>();
        Standing after =
                switch (result) {
                    case Passed _ -> passed(standing, now, maintenance, told);
                    case Failed failed -> failed(standing, failed, now, maintenance, told);
                    case Unknown _ -> unknown(standing, now, maintenance);
                };
        return new Step(after, told, history(before, after, result, now), after.differs(before));
    }

    private static Standing acknowledged(Standing before, Instant now) {
        Incident open = before.open();
        return open == null || open.telling().acknowledgedAt() != null
                ? before
                : with(before, open.with(open.telling().acknowledged(now)));
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

    private Standing passed(
            Standing before, Instant now, boolean maintenance, List<Step.Told> told) {
        int successes = before.successes() + 1;
        Incident open = before.open();
        long sequence = before.sequence();
        if (open != null && successes >= terms.closeAfter()) {
            boolean elsewhere = gate.closed(open.id()) && !open.telling().told();
            if ((elsewhere || open.telling().told()) && !terms.silent()) {
                // What somebody else has told has had its number there.
                sequence += elsewhere ? 2 : 1;
                told.add(new Step.Told(Step.Kind.CLOSED, open.closed(now), sequence));
            }
            open = null;
        }
        Condition condition =
                maintenance
                        ? Condition.MAINTENANCE
                        : open == null ? Condition.UP : Condition.RECOVERING;
        return new Standing(
                condition, since(before, condition, now), 0, successes, null, open, sequence);
    }

    private Standing failed(
            Standing before,
            Failed failed,
            Instant now,
            boolean maintenance,
            List<Step.Told> told) {
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
        if (open == null && failures >= terms.openAfter()) {
            open = opened(failed, failingSince, now);
        }
        if (open != null && !maintenance && !terms.silent()) {
            open = told(open, sequence, now, told);
            sequence += told.size();
            // What somebody else has told has had its number there.
            boolean elsewhere = told.isEmpty() && open.telling().told() && !wasTold(before);
            sequence += elsewhere ? 1 : 0;
        }
        Condition condition =
                maintenance
                        ? Condition.MAINTENANCE
                        : open == null ? Condition.SUSPECT : Condition.DOWN;
        return new Standing(
                condition,
                since(before, condition, now),
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
            case Gate.Told _ -> open.with(telling.told(next(telling, now)));
            case Gate.Tell _ -> {
                Incident known = open.with(telling.told(next(telling, now)));
                told.add(new Step.Told(Step.Kind.OPENED, known, sequence + 1));
                yield known;
            }
        };
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
        if (now.isBefore(due) || gate.silence(open) != null) {
            return open;
        }
        Duration gap = terms.gap(telling.reminders() + 1);
        Incident again = open.with(telling.reminded(gap == null ? now : now.plus(gap)));
        told.add(new Step.Told(Step.Kind.REMINDED, again, sequence + 1));
        return again;
    }

    private History history(Standing before, Standing after, CheckResult result, Instant now) {
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
        if (earlier != null && later == null) {
            incidents.add(earlier.closed(now));
        } else if (later != null && !later.equals(earlier)) {
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
