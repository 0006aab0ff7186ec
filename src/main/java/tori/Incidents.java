package tori;

import org.jspecify.annotations.Nullable;

import tori.api.HeartbeatDesk;
import tori.api.IncidentDesk;
import tori.heartbeat.Heartbeats;
import tori.incident.Board;
import tori.incident.IncidentStore;
import tori.incident.IncidentStore.Scope;
import tori.incident.IncidentStore.Selection;
import tori.model.Incident;
import tori.model.MonitorId;
import tori.model.Transition;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** What the server does about incidents and heartbeats. Thread-safe. */
final class Incidents implements IncidentDesk, HeartbeatDesk {

    /** More than anybody scrolls through. */
    private static final int MAX_TIMELINE = 500;

    private final IncidentStore store;
    private final Board board;
    private final Heartbeats heartbeats;
    private final Consumer<MonitorId> wake;
    private final InstantSource wall;

    /**
     * @param wake has a monitor looked at now
     */
    Incidents(
            IncidentStore store,
            Board board,
            Heartbeats heartbeats,
            Consumer<MonitorId> wake,
            InstantSource wall) {
        this.wall = wall;
        this.store = store;
        this.board = board;
        this.heartbeats = heartbeats;
        this.wake = wake;
    }

    @Override
    public Page list(Selection selection, int limit, int offset)
            throws IOException, InterruptedException {
        return page(store.incidents(selection, limit, offset), store.count(selection));
    }

    @Override
    public Page list(Scope scope, Selection selection, int limit, int offset)
            throws IOException, InterruptedException {
        return page(
                store.incidents(scope, selection, limit, offset), store.count(scope, selection));
    }

    private Page page(List<Incident> written, long total) {
        return new Page(written.stream().map(board::latest).toList(), total);
    }

    @Override
    public @Nullable Detail detail(UUID id) throws IOException, InterruptedException {
        Incident incident = store.incident(id);
        if (incident == null) {
            return null;
        }
        List<Transition> timeline = store.timeline(id, MAX_TIMELINE);
        return new Detail(board.latest(incident), timeline);
    }

    @Override
    public @Nullable Incident acknowledge(UUID id) {
        Incident open = board.open(id);
        if (open == null) {
            return null;
        }
        board.acknowledge(open, wall.instant());
        wake.accept(open.monitor());
        return board.latest(open);
    }

    @Override
    public Receipt push(Push push) {
        Heartbeats.Receipt receipt =
                heartbeats.push(
                        push.monitor(), push.trusted(), push.token(), push.well(), push.words());
        return switch (receipt) {
            case TAKEN -> {
                wake.accept(push.monitor());
                yield Receipt.TAKEN;
            }
            case UNKNOWN -> Receipt.UNKNOWN;
            case REFUSED -> Receipt.REFUSED;
        };
    }
}
