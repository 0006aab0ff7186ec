package tori.uptime;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.incident.Check;
import tori.incident.CheckCause;
import tori.incident.CheckResult;
import tori.incident.Deadline;
import tori.incident.IncidentMachine;
import tori.incident.Standing;
import tori.incident.StandingCodec;
import tori.incident.Step;
import tori.model.Condition;
import tori.model.Event;
import tori.model.Incident;
import tori.model.MonitorId;
import tori.model.Sample;
import tori.model.Sample.Outcome;
import tori.poll.Monitor;
import tori.poll.Outlook;
import tori.poll.PollResult;
import tori.poll.PollResult.Shortcut;
import tori.poll.StateChange;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks whether something works and tells what follows from several looks. Used by one thread at a
 * time, the virtual thread of its poller.
 *
 * <p>How it stands, the record of its incidents and what is told of them are one change: they are
 * written together or not at all, and a crash leaves what was before. While the store has no room
 * for what must arrive, nothing that is to be told happens: it happens at the next check.
 */
public final class CheckMonitor implements Monitor {

    private static final Logger LOG = LoggerFactory.getLogger(CheckMonitor.class);

    private static final long KEY = 1;

    /** Beside the interval, between two checks of a row: what a restart takes. */
    private static final Duration LONGEST_GAP = Duration.ofMinutes(1);

    /** Another address is still the same monitor: its incident goes on. */
    private static final String FINGERPRINT = "uptime";

    private final MonitorId id;
    private final Check check;
    private final CheckTerms terms;
    private final UptimeServices services;
    private final IncidentMachine machine;

    private @Nullable Standing standing;
    private Outlook outlook = Outlook.REGULAR;

    public CheckMonitor(MonitorId id, Check check, CheckTerms terms, UptimeServices services) {
        this.id = id;
        this.check = check;
        this.terms = terms;
        this.services = services;
        this.machine = new IncidentMachine(id, terms.incident(), services.gate(), services.ids());
    }

    @Override
    public MonitorId id() {
        return id;
    }

    @Override
    public Outlook outlook() {
        return outlook;
    }

    @Override
    public PollResult poll() throws IOException, InterruptedException {
        Standing before = load();
        CheckResult result;
        try {
            result = look();
        } catch (RuntimeException e) {
            // A bug in the check, which the poller tells of: nobody knows how it stands.
            standing = lost(before);
            services.board().put(id, lost(before), services.events().clock().nanoTime());
            throw e;
        }
        Instant now = services.events().wall().instant();
        boolean maintenance = services.windows().left(id, now).isPositive();
        Incident open = before.open();
        Instant acknowledged = open == null ? null : services.board().acknowledgedAt(open);
        boolean possible = services.states().hasRoomForOwed() || !mayTell(before, result);
        Standing after = before;
        PollResult found = new PollResult.Unchanged(Shortcut.COMPARED);
        if (possible) {
            Step step = machine.step(before, result, now, maintenance, acknowledged);
            after = step.standing();
            found = step.remembered() ? observed(step) : found;
        }
        standing = after;
        services.board().put(id, after, services.events().clock().nanoTime());
        if (acknowledged != null && open != null && possible) {
            services.board().noted(open);
        }
        outlook = outlook(result, after, now);
        return found;
    }

    private CheckResult look() throws InterruptedException {
        long begunNanos = services.events().clock().nanoTime();
        CheckResult result;
        try {
            result = check.check();
        } catch (IOException e) {
            result =
                    new CheckResult.Failed(
                            CheckCause.CONNECT, String.valueOf(e.getMessage()), null);
        }
        if (Thread.interrupted()) {
            // A reload or a stop has cut it off: that says nothing about what was looked at.
            throw new InterruptedException();
        }
        return LapseDoubt.judge(result, begunNanos, services.lapses().last());
    }

    private Standing lost(Standing before) {
        Instant since =
                before.condition() == Condition.UNKNOWN
                        ? before.since()
                        : services.events().wall().instant();
        return new Standing(Condition.UNKNOWN, since, 0, 0, null, before.open(), before.sequence());
    }

    /** Whether a check may lead to something that must be written down before it is told. */
    private static boolean mayTell(Standing before, CheckResult result) {
        return switch (result) {
            case CheckResult.Unknown _ -> false;
            case CheckResult.Passed _ -> before.open() != null;
            case CheckResult.Failed _ -> true;
        };
    }

    private PollResult observed(Step step) {
        List<Event> events =
                step.told().stream()
                        .map(told -> services.events().of(told, terms.pushed()))
                        .toList();
        return new PollResult.Observed(events, change(step));
    }

    /** What is written of a step. */
    static StateChange change(Step step) {
        return new StateChange(
                FINGERPRINT,
                true,
                Map.of(KEY, StandingCodec.encode(step.standing())),
                Set.of(),
                step.history());
    }

    private Standing load() throws IOException, InterruptedException {
        Standing known = standing;
        if (known != null) {
            return known;
        }
        return resumed(load(id, services));
    }

    /** A row of failures or successes does not go on over a time in which nobody looked. */
    private Standing resumed(Standing stored) {
        Duration age = Duration.between(stored.since(), services.events().wall().instant());
        return age.compareTo(terms.interval().plus(LONGEST_GAP)) <= 0
                ? stored
                : new Standing(
                        stored.condition(),
                        stored.since(),
                        0,
                        0,
                        null,
                        stored.open(),
                        stored.sequence());
    }

    /** How a monitor stood when somebody last looked. */
    static Standing load(MonitorId id, UptimeServices services)
            throws IOException, InterruptedException {
        Map<Long, byte[]> stored = services.states().load(id, FINGERPRINT);
        byte[] written = stored == null ? null : stored.get(KEY);
        Standing loaded = written == null ? null : decode(id, written);
        return loaded == null ? fresh(id, services) : loaded;
    }

    private static @Nullable Standing decode(MonitorId id, byte[] written) {
        try {
            return StandingCodec.decode(id, written);
        } catch (IOException e) {
            LOG.warn("{}: how it stood is damaged; it is taken from the record", id);
            return null;
        }
    }

    /** What nothing is remembered of may have an open incident in the record all the same. */
    private static Standing fresh(MonitorId id, UptimeServices services)
            throws IOException, InterruptedException {
        Instant now = services.events().wall().instant();
        Incident open = services.incidents().open(id);
        return new Standing(Condition.UNKNOWN, now, 0, 0, null, open, 0);
    }

    private Outlook outlook(CheckResult result, Standing after, Instant now) {
        Sample sample = sample(result, now);
        return switch (result) {
            case CheckResult.Passed _ ->
                    new Outlook("ok", null, isUp(after), next(after, now), sample);
            case CheckResult.Failed failed ->
                    new Outlook(
                            IncidentMachine.word(failed.cause()),
                            failed.detail(),
                            isUp(after),
                            next(after, now),
                            sample);
            case CheckResult.Unknown unknown ->
                    new Outlook("unknown", unknown.detail(), null, next(after, now), sample);
        };
    }

    /**
     * How long an answer took counts also where it was not the one that was wanted. How long it
     * took to see that there is none says nothing about answers.
     */
    private static Sample sample(CheckResult result, Instant now) {
        long time = now.toEpochMilli();
        return switch (result) {
            case CheckResult.Passed passed ->
                    new Sample(time, Outcome.UP, micros(passed.latency()));
            case CheckResult.Failed failed ->
                    new Sample(
                            time,
                            Outcome.FAILED,
                            isAnswered(failed.cause())
                                    ? micros(failed.latency())
                                    : Sample.NO_LATENCY);
            case CheckResult.Unknown _ -> new Sample(time, Outcome.UNKNOWN, Sample.NO_LATENCY);
        };
    }

    private static boolean isAnswered(CheckCause cause) {
        return switch (cause) {
            case STATUS, LATENCY, CONTENT -> true;
            case DNS, CONNECT, TLS, TIMEOUT, FORBIDDEN, MISSED -> false;
        };
    }

    private static long micros(@Nullable Duration latency) {
        return latency == null || latency.isZero() ? Sample.NO_LATENCY : latency.toNanos() / 1_000;
    }

    /** A first failure is none yet. */
    private static boolean isUp(Standing after) {
        return after.open() == null;
    }

    /** Soon where one more check decides; else as the cadence or the check itself says. */
    private @Nullable Duration next(Standing after, Instant now) {
        if (after.condition() == Condition.SUSPECT
                || after.condition() == Condition.RECOVERING
                || isHeldAFewMoments(after.open(), now)) {
            return terms.recheck();
        }
        return check instanceof Deadline deadline ? next(deadline.untilNext(), now) : null;
    }

    /** Such as until something else was looked at; what takes longer need not be known at once. */
    private boolean isHeldAFewMoments(@Nullable Incident open, Instant now) {
        return open != null
                && !open.telling().told()
                && open.telling().heldBy() != null
                && now.isBefore(open.openedAt().plus(terms.interval()));
    }

    /** What is decided by time alone has to be looked at when a window ends. */
    private Duration next(Duration wanted, Instant now) {
        Duration window = services.windows().left(id, now);
        Duration bounded = wanted.compareTo(terms.interval()) > 0 ? terms.interval() : wanted;
        return window.isPositive() && window.compareTo(bounded) < 0 ? window : bounded;
    }
}
