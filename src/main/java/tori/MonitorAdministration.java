package tori;

import org.jspecify.annotations.Nullable;

import tori.api.ApiException;
import tori.api.Caller;
import tori.api.MonitorDesk;
import tori.config.AddedMonitor;
import tori.config.AddedMonitorLoader;
import tori.config.AddedMonitorLoader.Owner;
import tori.config.MonitorConfig;
import tori.config.MonitorDocument;
import tori.model.MonitorId;
import tori.poll.MonitorStore;
import tori.poll.StoredMonitor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Adds, changes and deletes monitors while tori runs. Thread-safe: one change at a time, under the
 * lock of {@link Reload}; what changes is in the store before it is in force.
 */
final class MonitorAdministration implements MonitorDesk {

    /** The site of monitors that somebody on this machine adds, who has no name. */
    static final String OPERATORS_SITE = "api";

    /** For whom no other bound holds: beyond it, they belong into a file. */
    private static final int MAX_OF_OPERATORS = 20_000;

    /** As long as somebody waits for an answer. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Polls a monitor, and lets go of it. */
    interface Schedule {

        /** Has it polled at once. */
        void wake(MonitorId id);

        /** Polls it no more; done once an attempt that runs has ended. */
        CompletableFuture<Void> retire(MonitorId id);
    }

    private final AddedMonitors monitors;
    private final Reload reload;
    private final MonitorStore store;
    private final Schedule schedule;
    private final Supplier<UUID> ids;
    private final InstantSource wall;
    private final Duration patience;

    MonitorAdministration(
            AddedMonitors monitors,
            Reload reload,
            MonitorStore store,
            Schedule schedule,
            Supplier<UUID> ids,
            InstantSource wall,
            Duration patience) {
        this.monitors = monitors;
        this.reload = reload;
        this.store = store;
        this.schedule = schedule;
        this.ids = ids;
        this.wall = wall;
        this.patience = patience;
    }

    @Override
    public Page list(Caller caller, int limit, int offset) {
        List<MonitorConfig> written = written(caller);
        List<AddedMonitors.Entry> added =
                monitors.entries().values().stream().filter(one -> owns(caller, one)).toList();
        int total = written.size() + added.size();
        List<Entry> rows = new ArrayList<>();
        long end = Math.min(total, (long) offset + limit);
        for (int i = offset; i < end; i++) {
            rows.add(
                    i < written.size()
                            ? view(written.get(i))
                            : view(added.get(i - written.size())));
        }
        return new Page(rows, total);
    }

    private List<MonitorConfig> written(Caller caller) {
        List<MonitorConfig> all = monitors.ofFile().monitors();
        return caller.admin()
                ? all
                : all.stream().filter(one -> caller.maySee(one.id().site())).toList();
    }

    private static boolean owns(Caller caller, AddedMonitors.Entry entry) {
        return caller.admin() || entry.stored().owner() == caller.id();
    }

    @Override
    public @Nullable Entry find(Caller caller, UUID id) {
        AddedMonitors.Entry added = added(caller, id);
        if (added != null) {
            return view(added);
        }
        for (MonitorConfig monitor : written(caller)) {
            if (id(monitor).equals(id)) {
                return view(monitor);
            }
        }
        return null;
    }

    private AddedMonitors.@Nullable Entry added(Caller caller, UUID id) {
        AddedMonitors.Entry entry = monitors.entries().get(id);
        return entry == null || !owns(caller, entry) ? null : entry;
    }

    @Override
    public Outcome create(Caller caller, byte[] json) throws IOException, InterruptedException {
        return switch (MonitorDocument.read(json)) {
            case MonitorDocument.Reading.Bad(String reason) -> new Outcome.Invalid(List.of(reason));
            case MonitorDocument.Reading.Good(MonitorDocument sent) ->
                    reload.exclusively(() -> create(caller, MonitorDocument.EMPTY.merged(sent)));
        };
    }

    private Outcome create(Caller caller, MonitorDocument document)
            throws IOException, InterruptedException {
        String refusal = refusal(caller);
        if (refusal != null) {
            return new Outcome.Conflict(refusal);
        }
        Owner owner = owner(caller);
        return switch (monitors.loader().load(document, owner, monitors.others(owner))) {
            case AddedMonitorLoader.Reading.Bad(List<String> reasons) ->
                    new Outcome.Invalid(reasons);
            case AddedMonitorLoader.Reading.Good(AddedMonitor valid) ->
                    create(caller, document, valid);
        };
    }

    private Outcome create(Caller caller, MonitorDocument document, AddedMonitor valid)
            throws IOException, InterruptedException {
        MonitorId id = valid.config().id();
        if (monitors.isOfFile(id)) {
            return new Outcome.Conflict(monitors.file() + " has a monitor " + id + " already");
        }
        Instant now = wall.instant();
        StoredMonitor stored =
                new StoredMonitor(
                        ids.get(), caller.id(), caller.admin(), id, document.json(), 1, now, now);
        if (!durable(store.add(stored))) {
            return new Outcome.Conflict("there is a monitor " + id + " already");
        }
        AddedMonitors.Entry entry = new AddedMonitors.Entry(stored, document, valid, List.of());
        put(monitors.with(entry));
        schedule.wake(id);
        return new Outcome.Done(view(entry));
    }

    /** Why somebody can add no more; null if they can. */
    private @Nullable String refusal(Caller caller) {
        int most = caller.admin() ? MAX_OF_OPERATORS : monitors.loader().terms().maxPerUser();
        long count =
                monitors.entries().values().stream()
                        .filter(one -> one.stored().owner() == caller.id())
                        .count();
        return count < most
                ? null
                : "you have " + count + " monitors, and may have " + most + "; delete one first";
    }

    private static Owner owner(Caller caller) {
        return new Owner(caller.name().isEmpty() ? OPERATORS_SITE : caller.name(), caller.admin());
    }

    @Override
    public Outcome change(Caller caller, UUID id, byte[] patch, @Nullable Long version)
            throws IOException, InterruptedException {
        return switch (MonitorDocument.read(patch)) {
            case MonitorDocument.Reading.Bad(String reason) -> new Outcome.Invalid(List.of(reason));
            case MonitorDocument.Reading.Good(MonitorDocument sent) ->
                    reload.exclusively(() -> change(caller, id, sent, version));
        };
    }

    private Outcome change(Caller caller, UUID id, MonitorDocument patch, @Nullable Long version)
            throws IOException, InterruptedException {
        AddedMonitors.Entry before = added(caller, id);
        if (before == null) {
            return notAdded(caller, id);
        }
        if (version != null && version != before.stored().version()) {
            return new Outcome.Stale(view(before));
        }
        MonitorDocument document = before.document().merged(patch);
        StoredMonitor stored = before.stored();
        if (!stored.monitor().monitor().equals(document.name())) {
            return new Outcome.Invalid(
                    List.of(
                            "name: cannot be changed, as events and incidents are told under it;"
                                    + " delete this monitor and add another"));
        }
        boolean own = stored.owner() == caller.id();
        Owner owner = new Owner(stored.monitor().site(), own ? caller.admin() : stored.operator());
        return switch (monitors.loader().load(document, owner, monitors.others(owner))) {
            case AddedMonitorLoader.Reading.Bad(List<String> reasons) ->
                    new Outcome.Invalid(reasons);
            case AddedMonitorLoader.Reading.Good(AddedMonitor valid) ->
                    change(before, document, owner, valid);
        };
    }

    private Outcome change(
            AddedMonitors.Entry before, MonitorDocument document, Owner owner, AddedMonitor valid)
            throws IOException, InterruptedException {
        StoredMonitor stored = before.stored();
        if (document.json().equals(stored.document()) && before.valid() != null) {
            return new Outcome.Done(view(before));
        }
        if (monitors.isOfFile(stored.monitor())) {
            return new Outcome.Conflict(
                    monitors.file() + " has a monitor " + stored.monitor() + " too; delete this");
        }
        StoredMonitor changed = stored.changed(document.json(), owner.operator(), wall.instant());
        if (!durable(store.change(changed))) {
            throw new ApiException(stored.monitor() + " is not in the store any more", null);
        }
        AddedMonitors.Entry entry = new AddedMonitors.Entry(changed, document, valid, List.of());
        put(monitors.with(entry));
        schedule.wake(changed.monitor());
        return new Outcome.Done(view(entry));
    }

    @Override
    public Outcome remove(Caller caller, UUID id, @Nullable Long version)
            throws IOException, InterruptedException {
        return reload.exclusively(() -> removeNow(caller, id, version));
    }

    private Outcome removeNow(Caller caller, UUID id, @Nullable Long version)
            throws IOException, InterruptedException {
        AddedMonitors.Entry entry = added(caller, id);
        if (entry == null) {
            return notAdded(caller, id);
        }
        if (version != null && version != entry.stored().version()) {
            return new Outcome.Stale(view(entry));
        }
        MonitorId monitor = entry.stored().monitor();
        for (AddedMonitors.Entry other : monitors.entries().values()) {
            AddedMonitor valid = other.valid();
            if (valid != null && valid.parents().contains(monitor)) {
                return new Outcome.Conflict(
                        "monitor "
                                + other.stored().monitor()
                                + " depends on it; change or delete that first");
            }
        }
        boolean watched = entry.valid() != null;
        if (watched) {
            retire(monitor);
        }
        // From here on nothing of it is written any more, and what there is can be deleted.
        put(monitors.without(id));
        boolean removed = false;
        try {
            durable(store.remove(id, !monitors.isOfFile(monitor), wall.instant()));
            removed = true;
        } finally {
            if (!removed) {
                put(monitors.with(entry));
            }
        }
        return new Outcome.Done(view(entry));
    }

    /** One that does not end is interrupted and bounded by itself; its traces may stay. */
    private void retire(MonitorId monitor) throws InterruptedException {
        try {
            schedule.retire(monitor).get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Deleted all the same: what it still finds is found in a moment at the most.
            return;
        }
    }

    /** It may be one that is written in the file. */
    private Outcome notAdded(Caller caller, UUID id) {
        Entry written = find(caller, id);
        return written == null
                ? new Outcome.Missing()
                : new Outcome.Conflict(
                        written.monitor()
                                + " is written in "
                                + monitors.file()
                                + "; change it there");
    }

    private void put(Reload.Prospect prospect) throws IOException {
        reload.put(prospect.config());
        prospect.taken();
    }

    private <T> T durable(CompletableFuture<T> future) throws IOException, InterruptedException {
        try {
            return future.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            future.cancel(false);
            throw new ApiException("the disk did not take it in time; try again", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ApiException("the store did not take it: " + cause.getMessage(), e);
        }
    }

    private static UUID id(MonitorConfig monitor) {
        return UUID.nameUUIDFromBytes(monitor.id().source().getBytes(StandardCharsets.UTF_8));
    }

    private static Entry view(MonitorConfig monitor) {
        return new Entry(
                id(monitor),
                monitor.id(),
                monitor.kind().type(),
                monitor.site(),
                monitor.enabled(),
                List.of(),
                null);
    }

    private static Entry view(AddedMonitors.Entry entry) {
        StoredMonitor stored = entry.stored();
        String type = entry.document().type();
        AddedMonitor valid = entry.valid();
        return new Entry(
                stored.id(),
                stored.monitor(),
                type == null ? "" : type,
                valid == null ? "" : valid.config().site(),
                entry.document().enabled(),
                entry.problems(),
                new Added(
                        stored.version(),
                        stored.createdAt(),
                        stored.changedAt(),
                        entry.document().masked()));
    }
}
