package tori;

import tori.api.Health;
import tori.api.StatusSource;
import tori.dispatch.FreshestLanes;
import tori.incident.Board;
import tori.model.Blindness;
import tori.model.Condition;
import tori.model.MonitorId;
import tori.poll.PollSchedule;
import tori.poll.PollStatus;
import tori.store.SqlStore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the server shows of the running parts. Thread-safe. */
final class Observations implements Health, StatusSource, Alive.Vitals {

    private final Watches watches;
    private final PollSchedule schedule;
    private final FreshestLanes lanes;
    private final SqlStore store;
    private final RecentEvents recent;
    private final Board board;

    Observations(
            Watches watches,
            PollSchedule schedule,
            FreshestLanes lanes,
            SqlStore store,
            RecentEvents recent,
            Board board) {
        this.board = board;
        this.watches = watches;
        this.schedule = schedule;
        this.lanes = lanes;
        this.store = store;
        this.recent = recent;
    }

    @Override
    public List<String> livenessProblems() {
        List<String> problems = new ArrayList<>();
        if (!schedule.alive()) {
            problems.add("the timer wheel does not turn: no monitor is polled");
        }
        if (!lanes.alive()) {
            problems.add("the dispatcher does not run: no event is sent");
        }
        if (!store.alive()) {
            problems.add("the store's thread does not run: nothing is written down");
        }
        return problems;
    }

    @Override
    public List<String> readinessProblems() {
        List<String> problems = new ArrayList<>(livenessProblems());
        String trouble = store.trouble();
        if (trouble != null) {
            problems.add(trouble);
        }
        List<MonitorId> monitors = watches.ids();
        boolean polled =
                monitors.isEmpty()
                        || schedule.statuses().stream()
                                .anyMatch(status -> status.lastResult() != null);
        if (!polled) {
            problems.add("no monitor has been polled yet");
        }
        return problems;
    }

    @Override
    public List<MonitorRow> monitors() {
        List<MonitorRow> rows = new ArrayList<>();
        for (Watches.Listed one : watches.listed()) {
            PollStatus status = one.enabled() ? schedule.status(one.monitor()) : null;
            rows.add(
                    status == null
                            ? row(one.monitor(), one.enabled() ? State.WAITING : State.PAUSED)
                            : row(status));
        }
        return rows;
    }

    /** Of what nobody looks at, yet or any more: it keeps its place, so that people find it. */
    private MonitorRow row(MonitorId id, State state) {
        return new MonitorRow(
                id,
                state,
                null,
                null,
                null,
                null,
                Duration.ZERO,
                "",
                null,
                0,
                null,
                recent.count(id));
    }

    private MonitorRow row(PollStatus status) {
        Blindness told = status.blind();
        Board.Sight sight = board.get(status.id());
        Instant lastGood = status.lastGood();
        return new MonitorRow(
                status.id(),
                sight == null ? state(status) : state(sight.standing().condition()),
                sight == null ? null : sight.standing().since(),
                lastGood == null && told != null ? told.lastGood() : lastGood,
                status.lastChange(),
                status.nextDue(),
                status.lag(),
                status.lastResult() == null ? "" : status.lastResult(),
                status.trouble(),
                sight == null ? status.failures() : sight.standing().failures(),
                told == null ? null : new Blind(told.since(), told.cause(), told.detail()),
                recent.count(status.id()));
    }

    private static State state(Condition condition) {
        return switch (condition) {
            case UNKNOWN -> State.UNKNOWN;
            case UP -> State.UP;
            case SUSPECT -> State.SUSPECT;
            case DOWN -> State.DOWN;
            case RECOVERING -> State.RECOVERING;
            case MAINTENANCE -> State.MAINTENANCE;
        };
    }

    private static State state(PollStatus status) {
        if (status.blind() != null) {
            return State.BLIND;
        }
        if (status.lastResult() == null) {
            return State.WAITING;
        }
        return status.trouble() == null ? State.UP : State.DOWN;
    }

    @Override
    public long polls() {
        return schedule.attempts();
    }

    @Override
    public long alerts() {
        return recent.raised();
    }

    @Override
    public boolean hasRoom() {
        return store.hasRoomForOwed();
    }

    @Override
    public List<EventRow> latestEvents(int limit) {
        return recent.latest(limit);
    }
}
