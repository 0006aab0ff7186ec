package tori.shopify;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.config.LockSelection;
import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.StoreAccess;
import tori.poll.PollResult;
import tori.poll.PollResult.Shortcut;
import tori.poll.StateChange;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Watches whether a store is behind its password page. Used by one thread at a time; only {@link
 * #lastLook} may be asked by others.
 *
 * <p>The store is locked where its list of products answers 401, or where that or its front page
 * leads to the password page; it is open where it shows a list of products or, where it publishes
 * none, a front page that Shopify made. Everything else says nothing: too many requests, a
 * challenge, an error, no answer.
 */
public final class PasswordMonitor implements StoreMonitor {

    private static final Logger LOG = LoggerFactory.getLogger(PasswordMonitor.class);

    private static final long KEY = 1;

    private final MonitorId id;
    private final PasswordSettings settings;
    private final FeedAddresses addresses;
    private final Surroundings surroundings;
    private final Doorbell door;
    private final String fingerprint;

    private @Nullable LockState known;
    private boolean loaded;
    private volatile Look lastLook = Look.NONE;

    public PasswordMonitor(MonitorId id, PasswordSettings settings, Surroundings surroundings) {
        this.id = id;
        this.settings = settings;
        this.surroundings = surroundings;
        this.addresses = new FeedAddresses(settings.site(), null);
        Inquiry inquiry = new Inquiry(surroundings, settings.timeout());
        this.door = new Doorbell(addresses, inquiry, settings.maxBytes());
        this.fingerprint = addresses.fingerprintOfStore();
    }

    @Override
    public MonitorId id() {
        return id;
    }

    @Override
    public Look lastLook() {
        return lastLook;
    }

    @Override
    public List<Shown> shown() {
        return List.of();
    }

    /** Whether the store was locked when there was last an answer; null if there never was. */
    public @Nullable Boolean locked() {
        LockState state = known;
        return state == null ? null : (Boolean) state.locked();
    }

    @Override
    public PollResult poll() throws IOException, InterruptedException {
        load();
        Doorbell.Answer answer = door.ring();
        PollResult result =
                switch (answer) {
                    case Doorbell.Locked _ -> compare(true);
                    case Doorbell.Open _ -> compare(false);
                    case Doorbell.Unknown unknown -> unknown.failure();
                };
        List<Event> events =
                result instanceof PollResult.Observed observed ? observed.events() : List.of();
        if (surroundings.looks()) {
            lastLook = new Look(door.status(), door.pages(), 0, 0, 0, events);
        }
        return result;
    }

    private void load() throws IOException, InterruptedException {
        if (loaded) {
            return;
        }
        Map<Long, byte[]> stored = surroundings.store().load(id, fingerprint);
        byte[] written = stored == null ? null : stored.get(KEY);
        if (written != null) {
            try {
                known = LockState.decode(written);
            } catch (IOException e) {
                LOG.warn("{}: the state is damaged; it is taken up afresh", id);
            }
        }
        loaded = true;
    }

    private PollResult compare(boolean locked) {
        LockState before = known;
        if (before != null && before.locked() == locked) {
            return new PollResult.Unchanged(Shortcut.COMPARED);
        }
        Instant now = surroundings.wall().instant();
        LockSelection kind = locked ? LockSelection.LOCKED : LockSelection.UNLOCKED;
        boolean told = before != null && settings.events().contains(kind);
        long sequence = (before == null ? 0 : before.sequence()) + (told ? 1 : 0);
        LockState state = new LockState(locked, sequence, now);
        known = state;
        note(
                locked,
                before == null
                        ? ChangeJournal.Fate.BASELINE
                        : told ? ChangeJournal.Fate.RAISED : ChangeJournal.Fate.EVENTS);
        List<Event> events =
                told && before != null ? List.of(event(state, before.since(), now)) : List.of();
        return new PollResult.Observed(
                events, new StateChange(fingerprint, true, Map.of(KEY, state.encode()), Set.of()));
    }

    private void note(boolean locked, ChangeJournal.Fate fate) {
        surroundings
                .journal()
                .note(
                        new ChangeJournal.Noted(
                                locked ? "locked" : "unlocked",
                                id.monitor(),
                                locked ? "the password page is up" : "the store is open",
                                fate));
    }

    private Event event(LockState state, Instant since, Instant now) {
        StoreAccess data =
                new StoreAccess(
                        id.toString(), state.sequence(), addresses.root(), state.locked(), since);
        return new Event(
                surroundings.ids().next(),
                id,
                state.locked() ? EventType.STORE_LOCKED : EventType.STORE_UNLOCKED,
                id.monitor(),
                now,
                surroundings.clock().nanoTime(),
                data);
    }
}
