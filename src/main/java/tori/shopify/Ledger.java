package tori.shopify;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.config.AlertConfig;
import tori.config.EventSelection;
import tori.model.Ending;
import tori.model.Event;
import tori.model.MonitorId;
import tori.poll.PollResult;
import tori.poll.StateChange;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a monitor knows of a store's products, and what it makes of another look at them: it
 * compares, doubts, tells and takes over. Shared by all kinds of monitors that watch products, so
 * that the same change is the same event whoever saw it. Confined to the monitor's thread.
 *
 * <p>Nothing is taken over before {@link #takeOver}: nothing is remembered of a look that fails
 * before, or is doubted.
 *
 * <p>There may be a million, so what it is about it asks its monitor, which extends it.
 */
abstract class Ledger {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    /**
     * What a look found beside what is known.
     *
     * @param changes what may be told
     * @param updated products that are not as they were known, as they are known now
     * @param changed the same and how they were, new ones apart
     * @param missing known products that were not seen
     * @param hashes how the scanner hashed the products seen, by id
     */
    record Findings(
            List<Change> changes,
            List<ProductState> updated,
            List<ShrinkGuard.Pair> changed,
            List<ProductState> missing,
            Map<Long, Long> hashes) {}

    /** Made with the first loss to be judged. */
    private @Nullable ShrinkGuard guard;

    /** Made with the first change: most monitors have none for hours, and there may be many. */
    private @Nullable Raising raising;

    private Catalog catalog = new Catalog();

    /** Made when there is something to note; of most stores nothing is. */
    private @Nullable Notes notes;

    private boolean loaded;
    private boolean hasBaseline;
    private boolean partialBefore;

    /** What was changed outside a look and is to be written down with the next good one. */
    private Map<Long, byte[]> outstanding = Map.of();

    /** What was told and is not yet known here; null mostly. */
    private PollResult.@Nullable Observed unsettled;

    /** Of which monitor. */
    abstract MonitorId id();

    /** What is told. */
    abstract AlertConfig alerts();

    /** Those of the store. */
    abstract FeedAddresses addresses();

    /** Says what is watched; always the same. */
    abstract String fingerprint();

    abstract Surroundings surroundings();

    /** The state is read at the first poll, not at construction, because reading blocks. */
    void load() throws IOException, InterruptedException {
        settle();
        if (loaded) {
            return;
        }
        Map<Long, byte[]> stored = surroundings().store().load(id(), fingerprint());
        if (stored != null) {
            Map<Long, byte[]> products = new HashMap<>(stored);
            byte[] written = products.remove(Notes.KEY);
            if (written != null) {
                notes = read(written);
            }
            BaseCurrency currency = notes == null ? null : notes.currency();
            if (currency != null && addresses().showsBaseCurrency()) {
                surroundings().facts().learn(addresses().root(), currency);
            }
            catalog = Catalog.load(id().toString(), products);
            hasBaseline = true;
        }
        loaded = true;
    }

    private Notes read(byte[] written) {
        try {
            return NotesCodec.decode(written);
        } catch (IOException e) {
            LOG.warn(
                    "{}: what was noted beside the products is damaged ({}); it is gathered afresh",
                    id(),
                    e.getMessage() == null ? "it is cut off" : e.getMessage());
            return new Notes();
        }
    }

    Catalog catalog() {
        return catalog;
    }

    Notes notes() {
        Notes made = notes;
        if (made == null) {
            made = new Notes();
            notes = made;
        }
        return made;
    }

    /** A product as it was announced; null if it was not, or was listed since. */
    private @Nullable ProductState announced(long product) {
        return notes == null ? null : notes.announced(product);
    }

    private boolean hasNoted() {
        return notes != null && notes.isChanged();
    }

    /** Whether there was a look to compare with. */
    boolean hasBaseline() {
        return hasBaseline;
    }

    /** The products known, as people are shown them. */
    List<Shown> shown() {
        settle();
        List<Shown> shown = new ArrayList<>();
        for (ProductState product : catalog.live()) {
            shown.add(shown(product));
        }
        return shown;
    }

    /** One product as people are shown it. */
    Shown shown(ProductState product) {
        return raising().shown(product);
    }

    private Raising raising() {
        Raising made = raising;
        if (made == null) {
            made = new Raising(id(), alerts(), addresses(), surroundings());
            raising = made;
        }
        return made;
    }

    /** Tells what was found, and what was owed and is due. */
    private List<Event> raise(Findings findings, Map<Long, Long> sequences, long seenNanos) {
        if (findings.changes().isEmpty() && !owes()) {
            return List.of();
        }
        List<Change> told = new ArrayList<>(raising().choose(findings.changes(), notes()));
        if (owes()) {
            Map<Long, ProductState> updated = new HashMap<>();
            findings.updated().forEach(product -> updated.put(product.id(), product));
            Set<Long> missing = new HashSet<>();
            findings.missing().forEach(product -> missing.add(product.id()));
            told.addAll(
                    raising()
                            .due(
                                    notes(),
                                    product -> {
                                        ProductState seen = updated.get(product);
                                        boolean asBefore =
                                                seen == null && !missing.contains(product);
                                        return asBefore ? known(product) : seen;
                                    }));
        }
        return raising().raise(told, sequences, seenNanos);
    }

    private boolean owes() {
        return notes != null && !notes.owed().isEmpty();
    }

    private @Nullable ProductState known(long product) {
        Catalog.Entry entry = catalog.get(product);
        return entry == null || entry.state().gone() ? announced(product) : entry.state();
    }

    private List<Ending> endings(List<Change> changes) {
        return changes.isEmpty() ? List.of() : raising().endings(changes);
    }

    /** Compares what a look saw with what is known. */
    Findings compare(Collection<Sightings.Fresh> seen, List<ProductState> missing) {
        List<Change> changes = new ArrayList<>();
        List<ProductState> updated = new ArrayList<>();
        List<ShrinkGuard.Pair> changed = new ArrayList<>();
        Map<Long, Long> hashes = new HashMap<>();
        long nowMillis = surroundings().wall().millis();
        for (Sightings.Fresh fresh : seen) {
            hashes.put(fresh.seen().id(), fresh.hash());
            Catalog.Entry entry = catalog.get(fresh.seen().id());
            boolean listed = entry != null && !entry.state().gone();
            ProductState before =
                    entry != null && listed ? entry.state() : announced(fresh.seen().id());
            if (before == null) {
                long sequence = entry == null ? 0 : entry.state().sequence();
                ProductState product = fresh.seen().withSequence(sequence);
                updated.add(product);
                changes.add(new Change(EventSelection.NEW, product, null, null));
                continue;
            }
            ProductState now = before.updatedBy(fresh.seen(), nowMillis);
            if (!listed || !now.equals(before)) {
                updated.add(now);
                changed.add(new ShrinkGuard.Pair(before, now));
                Comparison.compare(before, now, changes);
            }
        }
        for (ProductState product : missing) {
            changes.add(new Change(EventSelection.REMOVED, product, null, null));
        }
        return new Findings(changes, updated, changed, missing, hashes);
    }

    /** Why the findings of a good look are not to be believed yet; null if they are. */
    @Nullable String doubt(Findings findings) {
        ShrinkGuard judge = guard;
        if (judge == null) {
            if (findings.missing().isEmpty() && findings.changed().isEmpty()) {
                return null;
            }
            judge = new ShrinkGuard(alerts().guardShrink());
            guard = judge;
        }
        String doubt = judge.judge(catalog, findings.missing(), findings.changed());
        if (doubt != null) {
            note(findings, ChangeJournal.Fate.GUARD);
        }
        return doubt;
    }

    /**
     * Whether a good look is not to be believed because it may have shown a part only: what follows
     * would look new. As the baseline it is believed when the next look is so again.
     *
     * @param partial whether this look may have
     */
    boolean doubtsBaseline(boolean partial) {
        boolean doubtful = partial && !hasBaseline && !partialBefore;
        partialBefore = partial;
        return doubtful;
    }

    private void note(Findings findings, ChangeJournal.Fate fate) {
        if (surroundings().journal().isKept()) {
            raising().noteAll(findings.changes(), fate);
        }
    }

    /**
     * Believes the findings: tells what is to be told and knows it from now on. If there is
     * something to tell, the products are written down only when the result is asked for the
     * change, or at the next look.
     *
     * @param cheaply how it was found, should it be nothing
     * @param seenNanos when the last byte came of what they were found in
     */
    PollResult takeOver(Findings findings, PollResult.Shortcut cheaply, long seenNanos) {
        boolean baseline = !hasBaseline;
        boolean silent = baseline && !alerts().alertOnFirst();
        Map<Long, Long> sequences = new HashMap<>();
        if (silent) {
            note(findings, ChangeJournal.Fate.BASELINE);
        }
        List<Event> events = silent ? List.of() : raise(findings, sequences, seenNanos);
        hasBaseline = true;
        boolean nothingNew = findings.updated().isEmpty() && findings.missing().isEmpty();
        if (!baseline && nothingNew && events.isEmpty()) {
            return new PollResult.Unchanged(cheaply);
        }
        PollResult.Observed observed =
                new PollResult.Observed(
                        events,
                        endings(findings.changes()),
                        () -> knowFromNowOn(baseline, sequences, findings));
        if (events.isEmpty()) {
            // Nobody waits, and what is found out beside the look builds on it.
            observed.change();
        } else {
            unsettled = observed;
        }
        return observed;
    }

    private StateChange knowFromNowOn(
            boolean baseline, Map<Long, Long> sequences, Findings findings) {
        unsettled = null;
        countToldLater(findings, sequences);
        return remember(baseline, sequences, findings);
    }

    /** Whoever was given the last findings may not have asked what to remember of them. */
    private void settle() {
        PollResult.Observed observed = unsettled;
        if (observed != null) {
            observed.change();
        }
    }

    /** Of products that are as they were, but had an event: their sequence is to be remembered. */
    private void countToldLater(Findings findings, Map<Long, Long> sequences) {
        Set<Long> others = new HashSet<>(sequences.keySet());
        findings.updated().forEach(product -> others.remove(product.id()));
        findings.missing().forEach(product -> others.remove(product.id()));
        for (long id : others) {
            Catalog.Entry entry = catalog.get(id);
            ProductState announced = announced(id);
            if (entry != null && (announced == null || !entry.state().gone())) {
                findings.updated().add(entry.state());
            } else if (announced != null) {
                notes().announce(numbered(announced, sequences));
            } else if (catalog.hasRoomForGone()) {
                findings.updated().add(ProductState.unknown(id).removed(0));
            }
        }
    }

    private StateChange remember(boolean baseline, Map<Long, Long> sequences, Findings findings) {
        Map<Long, byte[]> puts = new HashMap<>();
        Set<Long> deletes = new HashSet<>();
        for (ProductState product : findings.updated()) {
            ProductState state = numbered(product, sequences);
            catalog.put(state, findings.hashes().getOrDefault(state.id(), 0L));
            if (notes != null) {
                notes.listed(state.id());
            }
            puts.put(state.id(), StateCodec.encode(state));
        }
        for (ProductState product : findings.missing()) {
            if (notes != null && product.handle() != null) {
                // Its page may stay: that it is in the sitemap then makes it nothing new.
                notes.addUnlisted(product.handle());
            }
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
        outstanding.forEach((product, state) -> {
            if (!deletes.contains(product)) {
                puts.putIfAbsent(product, state);
            }
        });
        outstanding = Map.of();
        if (hasNoted() || (baseline && notes != null && !notes.isEmpty())) {
            puts.put(Notes.KEY, NotesCodec.encode(notes()));
            notes().written();
        }
        return new StateChange(fingerprint(), baseline, puts, deletes);
    }

    private static ProductState numbered(ProductState product, Map<Long, Long> sequences) {
        Long sequence = sequences.get(product.id());
        return sequence == null ? product : product.withSequence(sequence);
    }

    /**
     * Makes all known prices unknown: they are in another currency than those to come, and a change
     * of currency is no change of price.
     */
    void forgetPrices() {
        Map<Long, byte[]> forgotten = new HashMap<>(outstanding);
        for (ProductState product : catalog.live()) {
            List<VariantState> variants = new ArrayList<>();
            for (VariantState variant : product.knownVariants()) {
                variants.add(variant.withPrice(null));
            }
            if (!variants.equals(product.knownVariants())) {
                ProductState priceless = product.withVariants(variants);
                catalog.put(priceless, 0);
                forgotten.put(priceless.id(), StateCodec.encode(priceless));
            }
        }
        outstanding = forgotten;
        if (notes != null) {
            notes.forgetOwedPrices();
        }
    }

    /**
     * Tells of a product that no list shows yet, and remembers it as announced; nothing if it is
     * known.
     *
     * @param seenNanos when the last byte came of what it was found in
     */
    List<Event> announce(ProductState seen, long seenNanos) {
        Catalog.Entry entry = catalog.get(seen.id());
        boolean known = entry != null && !entry.state().gone();
        if (known || announced(seen.id()) != null || !notes().hasRoomToAnnounce()) {
            return List.of();
        }
        ProductState product = seen.withSequence(entry == null ? 0 : entry.state().sequence());
        Map<Long, Long> sequences = new HashMap<>();
        Change found = new Change(EventSelection.NEW, product, null, null);
        List<Change> told = raising().choose(List.of(found), notes());
        List<Event> events = raising().raise(told, sequences, seenNanos);
        notes().announce(numbered(product, sequences));
        return events;
    }

    /**
     * A good poll's result with what was found out beside it: more events, and notes that are to be
     * written down.
     */
    PollResult amend(PollResult result, List<Event> more) {
        BaseCurrency said =
                addresses().showsBaseCurrency()
                        ? surroundings().facts().known(addresses().root())
                        : null;
        if (said != null) {
            notes().currency(said);
        }
        if (more.isEmpty() && !hasNoted() && outstanding.isEmpty()) {
            return result;
        }
        Map<Long, byte[]> puts = new HashMap<>(outstanding);
        Set<Long> deletes = Set.of();
        List<Event> events = new ArrayList<>();
        List<Ending> endings = List.of();
        boolean replaceAll = false;
        switch (result) {
            case PollResult.Observed observed -> {
                puts.putAll(observed.change().puts());
                deletes = observed.change().deletes();
                replaceAll = observed.change().replaceAll();
                events.addAll(observed.events());
                endings = observed.endings();
            }
            case PollResult.Unchanged _ -> {}
            case PollResult.Doubted _, PollResult.Failed _ -> {
                // Nothing may be remembered of it; the notes stay changed for the next good one.
                return result;
            }
        }
        outstanding = Map.of();
        events.addAll(more);
        puts.put(Notes.KEY, NotesCodec.encode(notes()));
        notes().written();
        return new PollResult.Observed(
                events, endings, new StateChange(fingerprint(), replaceAll, puts, deletes));
    }
}
