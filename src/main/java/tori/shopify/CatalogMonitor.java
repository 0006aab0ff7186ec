package tori.shopify;

import org.jspecify.annotations.Nullable;

import tori.config.EventSelection;
import tori.model.Event;
import tori.model.MonitorId;
import tori.poll.Monitor;
import tori.poll.PollResult;
import tori.poll.StateChange;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Watches a store's whole catalogue, or one collection, and tells what changed variant by variant.
 * Used by one thread at a time; only {@link #lastLook} may be asked by others.
 *
 * <p>A poll first reads everything beside what is known, and takes it over only at its very end:
 * nothing is remembered of one that fails on the way, or whose result is doubted.
 */
public final class CatalogMonitor implements Monitor {

    /** Twice what Shopify shows of a list; an endless one shall not fill the memory. */
    private static final int MAX_KNOWN = 50_000;

    private final MonitorId id;
    private final ShopifySettings settings;
    private final Surroundings surroundings;
    private final FeedAddresses addresses;
    private final ShrinkGuard guard;

    /** Made with the first change: most monitors have none for hours, and there may be many. */
    private @Nullable Raising raising;

    private Catalog catalog = new Catalog();
    private FeedReader.Remembered remembered = FeedReader.Remembered.NOTHING;
    private boolean loaded;
    private boolean hasBaseline;
    private boolean repeatedBefore;
    private volatile Look lastLook = Look.NONE;

    public CatalogMonitor(MonitorId id, ShopifySettings settings, Surroundings surroundings) {
        this.id = id;
        this.settings = settings;
        this.surroundings = surroundings;
        this.addresses =
                new FeedAddresses(URI.create(settings.site()), settings.config().collection());
        this.guard = new ShrinkGuard(settings.config().guardShrink());
    }

    @Override
    public MonitorId id() {
        return id;
    }

    /** What the last poll saw, a failed one up to where it failed. Any thread. */
    public Look lastLook() {
        return lastLook;
    }

    @Override
    public PollResult poll() throws IOException, InterruptedException {
        load();
        Sightings sightings = new Sightings(catalog);
        FeedReader reader = new FeedReader(id, settings, addresses, surroundings, remembered);
        PollResult result = null;
        try {
            PollResult.Failed failure = read(reader, sightings);
            result = failure == null ? compare(reader, sightings) : failure;
            return result;
        } finally {
            List<Event> events =
                    result instanceof PollResult.Observed observed ? observed.events() : List.of();
            lastLook =
                    new Look(
                            reader.status(),
                            reader.pages(),
                            sightings.products(),
                            sightings.variants(),
                            sightings.available(),
                            events);
        }
    }

    /** The state is read at the first poll, not at construction, because reading blocks. */
    private void load() throws IOException, InterruptedException {
        if (loaded) {
            return;
        }
        Map<Long, byte[]> stored = surroundings.store().load(id, addresses.fingerprint());
        if (stored != null) {
            catalog = Catalog.load(id.toString(), stored);
            hasBaseline = true;
        }
        loaded = true;
    }

    /**
     * Reads the list; returns why it could not be read. A list of several pages that misses
     * products is read twice: a product may have slid from one page to another between two
     * requests, and only what both readings miss is gone.
     */
    private PollResult.@Nullable Failed read(FeedReader reader, Sightings sightings)
            throws IOException, InterruptedException {
        PollResult.Failed failure = reader.read(sightings, true);
        if (failure == null && reader.pages() > 1 && reader.isComplete() && sightings.misses()) {
            failure = reader.read(sightings, false);
        }
        boolean doubtful = !hasBaseline || catalog.size() > 0;
        if (failure == null
                && settings.config().collection() != null
                && sightings.products() == 0
                && doubtful) {
            failure = findCollection(reader, settings.config().collection());
        }
        return failure;
    }

    /** A collection that does not exist shows an empty list, as one that is sold out may. */
    private PollResult.@Nullable Failed findCollection(FeedReader reader, String collection)
            throws IOException, InterruptedException {
        PollResult.Failed failure = reader.findCollection();
        if (failure != null && failure.cause() == PollResult.Cause.NOT_FOUND) {
            return new PollResult.Failed(
                    PollResult.Cause.NOT_FOUND,
                    "the store has no collection \"" + collection + "\" (404)");
        }
        return failure;
    }

    private PollResult compare(FeedReader reader, Sightings sightings) {
        List<Change> changes = new ArrayList<>();
        List<ProductState> updated = new ArrayList<>();
        List<ShrinkGuard.Pair> changed = new ArrayList<>();
        for (Sightings.Fresh fresh : sightings.fresh()) {
            Catalog.Entry entry = catalog.get(fresh.seen().id());
            if (entry == null || entry.state().gone()) {
                long sequence = entry == null ? 0 : entry.state().sequence();
                ProductState product = fresh.seen().withSequence(sequence);
                updated.add(product);
                changes.add(new Change(EventSelection.NEW, product, null, null));
            } else {
                ProductState before = entry.state();
                ProductState now = before.updatedBy(fresh.seen());
                if (!now.equals(before)) {
                    updated.add(now);
                    changed.add(new ShrinkGuard.Pair(before, now));
                    Comparison.compare(before, now, changes);
                }
            }
        }
        List<ProductState> missing =
                reader.isComplete() && sightings.misses()
                        ? catalog.notSeenSince(sightings.firstReading())
                        : List.of();
        for (ProductState product : missing) {
            changes.add(new Change(EventSelection.REMOVED, product, null, null));
        }
        String doubt = guard.judge(catalog, missing, changed);
        if (doubt == null) {
            doubt = doubtBaseline(reader);
        }
        if (doubt != null) {
            return new PollResult.Doubted(doubt);
        }
        if (!reader.isComplete() && catalog.size() + updated.size() > MAX_KNOWN) {
            return new PollResult.Failed(
                    PollResult.Cause.TOO_LARGE,
                    "the store's list has no end: it showed more than "
                            + MAX_KNOWN
                            + " different products");
        }
        return takeOver(reader, sightings, changes, updated, missing);
    }

    /**
     * A list that repeats its pages may be the part of a larger one: what follows would look new.
     * It is believed as the baseline when the next poll finds the same.
     */
    private @Nullable String doubtBaseline(FeedReader reader) {
        boolean doubtful = !hasBaseline && reader.repeats() && !repeatedBefore;
        repeatedBefore = reader.repeats();
        return doubtful
                ? "the store shows the same products again as page " + reader.pages()
                : null;
    }

    private PollResult takeOver(
            FeedReader reader,
            Sightings sightings,
            List<Change> changes,
            List<ProductState> updated,
            List<ProductState> missing) {
        boolean baseline = !hasBaseline;
        boolean silent = baseline && !settings.config().alertOnFirst();
        Map<Long, Long> sequences = new HashMap<>();
        List<Event> events = silent ? List.of() : raise(changes, sequences, reader.lastByteNanos());
        for (Sightings.Fresh fresh : sightings.fresh()) {
            Catalog.Entry entry = catalog.get(fresh.seen().id());
            if (entry != null) {
                entry.seenAs(fresh.hash());
            }
        }
        remembered = reader.toRemember(sightings.isOverlapping());
        hasBaseline = true;
        if (!baseline && updated.isEmpty() && missing.isEmpty()) {
            return new PollResult.Unchanged(
                    reader.isNotModified()
                            ? PollResult.Shortcut.NOT_MODIFIED
                            : reader.isRepeated()
                                    ? PollResult.Shortcut.EQUAL_BYTES
                                    : PollResult.Shortcut.COMPARED);
        }
        return new PollResult.Observed(
                events, remember(sightings, baseline, sequences, updated, missing));
    }

    private List<Event> raise(List<Change> changes, Map<Long, Long> sequences, long seenNanos) {
        if (changes.isEmpty()) {
            return List.of();
        }
        if (raising == null) {
            raising = new Raising(id, settings, addresses, surroundings);
        }
        return raising.raise(changes, sequences, seenNanos);
    }

    private StateChange remember(
            Sightings sightings,
            boolean baseline,
            Map<Long, Long> sequences,
            List<ProductState> updated,
            List<ProductState> missing) {
        Map<Long, byte[]> puts = new HashMap<>();
        Set<Long> deletes = new HashSet<>();
        Map<Long, Long> hashes = new HashMap<>();
        for (Sightings.Fresh fresh : sightings.fresh()) {
            hashes.put(fresh.seen().id(), fresh.hash());
        }
        for (ProductState product : updated) {
            ProductState state = numbered(product, sequences);
            catalog.put(state, hashes.getOrDefault(state.id(), 0L));
            puts.put(state.id(), StateCodec.encode(state));
        }
        for (ProductState product : missing) {
            long sequence = numbered(product, sequences).sequence();
            if (sequence > 0 && catalog.hasRoomForGone()) {
                ProductState gone = product.removed(sequence);
                catalog.put(gone, 0);
                puts.put(gone.id(), StateCodec.encode(gone));
            } else {
                catalog.forget(product.id());
                deletes.add(product.id());
            }
        }
        return new StateChange(addresses.fingerprint(), baseline, puts, deletes);
    }

    private static ProductState numbered(ProductState product, Map<Long, Long> sequences) {
        Long sequence = sequences.get(product.id());
        return sequence == null ? product : product.withSequence(sequence);
    }
}
