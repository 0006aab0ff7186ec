package tori.shopify;

import org.jspecify.annotations.Nullable;

import tori.config.AlertConfig;
import tori.config.EventSelection;
import tori.model.Before;
import tori.model.CatalogData;
import tori.model.Ending;
import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Product;
import tori.model.Variant;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * Makes events of changes: those that were asked for, pass the filter and are not within their
 * cooldown. Confined to the monitor's thread.
 *
 * <p>The events of one poll are in the order of {@link Change#rank}, and within a rank in that of
 * the feed. Each takes its product's next sequence number.
 */
final class Raising {

    private final MonitorId monitor;
    private final AlertConfig alerts;
    private final FeedAddresses addresses;
    private final Surroundings surroundings;
    private final MatchFilter filter;
    private final Cooldown cooldown;

    Raising(
            MonitorId monitor,
            AlertConfig alerts,
            FeedAddresses addresses,
            Surroundings surroundings) {
        this.monitor = monitor;
        this.alerts = alerts;
        this.addresses = addresses;
        this.surroundings = surroundings;
        this.filter = new MatchFilter(alerts.match());
        this.cooldown = new Cooldown(alerts.cooldown(), surroundings.clock(), surroundings.wall());
    }

    /**
     * The changes that are to be told now; those within their cooldown are noted down as owed.
     *
     * @param notes where that is noted
     */
    List<Change> choose(List<Change> changes, Notes notes) {
        List<Change> wanted = new ArrayList<>();
        for (Change change : changes) {
            if (isWanted(change)) {
                wanted.add(change);
            } else {
                note(
                        change,
                        isSelected(change.kind())
                                ? ChangeJournal.Fate.MATCH
                                : ChangeJournal.Fate.EVENTS);
            }
        }
        wanted.sort(Comparator.comparingInt(Change::rank));
        List<Change> chosen = cooldown.choose(wanted, notes);
        if (surroundings.journal().isKept()) {
            wanted.stream()
                    .filter(change -> !chosen.contains(change))
                    .forEach(change -> note(change, ChangeJournal.Fate.COOLDOWN));
        }
        return chosen;
    }

    /**
     * What was owed and is to be told now.
     *
     * @param now a product as it is known now; null if there is none of this id
     */
    List<Change> due(Notes notes, LongFunction<@Nullable ProductState> now) {
        return cooldown.due(notes, now, this::isWanted);
    }

    /**
     * The events of a poll.
     *
     * @param told the changes
     * @param sequences the last sequence number of each product that has had an event in this poll;
     *     filled here
     * @param seenNanos when the last byte came of what they were found in
     */
    List<Event> raise(List<Change> told, Map<Long, Long> sequences, long seenNanos) {
        if (told.isEmpty()) {
            return List.of();
        }
        Instant now = surroundings.wall().instant();
        List<Change> ordered = new ArrayList<>(told);
        ordered.sort(Comparator.comparingInt(Change::rank));
        List<Event> events = new ArrayList<>();
        for (Change change : ordered) {
            note(change, ChangeJournal.Fate.RAISED);
            ProductState product = change.product();
            long sequence =
                    sequences.merge(
                            product.id(), product.sequence() + 1, (last, first) -> last + 1);
            events.add(event(change, sequence, now, seenNanos));
        }
        return events;
    }

    /** What can no longer be bought, whether or not anybody asked for events about it. */
    List<Ending> endings(List<Change> changes) {
        List<Ending> endings = new ArrayList<>();
        for (Change change : changes) {
            VariantState variant = change.variant();
            if (change.kind() == EventSelection.SOLD_OUT && variant != null) {
                endings.add(
                        new Ending(
                                monitor,
                                subject(change.product(), variant),
                                surroundings.wall().instant()));
            }
        }
        return endings;
    }

    private boolean isWanted(Change change) {
        return isSelected(change.kind()) && passes(change);
    }

    /** Says what becomes of changes, if anybody wants to know. */
    void noteAll(List<Change> changes, ChangeJournal.Fate fate) {
        changes.forEach(change -> note(change, fate));
    }

    private void note(Change change, ChangeJournal.Fate fate) {
        if (surroundings.journal().isKept()) {
            VariantState variant = change.variant();
            surroundings
                    .journal()
                    .note(
                            new ChangeJournal.Noted(
                                    change.kind().shortName(),
                                    variant == null
                                            ? Long.toString(change.product().id())
                                            : subject(change.product(), variant),
                                    ChangeWords.of(change),
                                    fate));
        }
    }

    private boolean isSelected(EventSelection kind) {
        Set<EventSelection> wanted = alerts.events();
        boolean price = kind == EventSelection.PRICE_DROP || kind == EventSelection.PRICE_RISE;
        return wanted.contains(kind) || (price && wanted.contains(EventSelection.PRICE_CHANGED));
    }

    private boolean passes(Change change) {
        VariantState variant = change.variant();
        return variant == null
                ? filter.passes(change.product())
                : filter.passes(change.product(), variant);
    }

    /** The type of the events about such a change. */
    static EventType type(EventSelection kind) {
        return switch (kind) {
            case NEW -> EventType.PRODUCT_NEW;
            case REMOVED -> EventType.PRODUCT_REMOVED;
            case RESTOCKED -> EventType.RESTOCKED;
            case SOLD_OUT -> EventType.SOLD_OUT;
            case PRICE_CHANGED, PRICE_DROP, PRICE_RISE -> EventType.PRICE_CHANGED;
            case VARIANT_NEW -> EventType.VARIANT_NEW;
            case VARIANT_REMOVED -> EventType.VARIANT_REMOVED;
        };
    }

    /** A product and all its variants as people are shown them. */
    Shown shown(ProductState product) {
        List<Variant> variants = new ArrayList<>();
        for (VariantState each : product.knownVariants()) {
            variants.add(variant(product, each));
        }
        return new Shown(product(product, null), variants);
    }

    private @Nullable String currency() {
        return addresses.showsBaseCurrency()
                ? surroundings.facts().currency(addresses.root())
                : null;
    }

    private Event event(Change change, long sequence, Instant now, long seenNanos) {
        ProductState product = change.product();
        VariantState variant = change.variant();
        VariantState before = change.before();
        List<Variant> variants = new ArrayList<>();
        if (change.kind() == EventSelection.NEW) {
            for (VariantState each : product.knownVariants()) {
                variants.add(variant(product, each));
            }
        }
        CatalogData data =
                new CatalogData(
                        monitor.site() + "/" + product.id(),
                        sequence,
                        product(product, variant),
                        variant == null ? null : variant(product, variant),
                        variants,
                        before == null ? null : before(change.kind(), before),
                        variant == null ? null : alerts.labels().get(variant.id()));
        return new Event(
                surroundings.ids().next(),
                monitor,
                type(change.kind()),
                variant == null ? Long.toString(product.id()) : subject(product, variant),
                now,
                seenNanos,
                data);
    }

    private static String subject(ProductState product, VariantState variant) {
        return product.id() + "/" + variant.id();
    }

    private static Before before(EventSelection kind, VariantState before) {
        boolean turned = kind == EventSelection.RESTOCKED || kind == EventSelection.SOLD_OUT;
        return new Before(before.available(), before.price(), turned ? before.turnedAt() : null);
    }

    private Product product(ProductState product, @Nullable VariantState variant) {
        String url =
                variant == null
                        ? addresses.product(product.handle())
                        : addresses.variant(product.handle(), variant.id());
        return new Product(
                product.id(),
                product.title(),
                product.handle(),
                url,
                product.vendor(),
                product.type(),
                product.image());
    }

    private Variant variant(ProductState product, VariantState variant) {
        Map<String, String> options = new LinkedHashMap<>();
        List<String> names = product.optionNames() == null ? List.of() : product.optionNames();
        for (int i = 0; i < names.size(); i++) {
            String value = variant.option(i);
            if (value != null) {
                options.put(names.get(i), value);
            }
        }
        return new Variant(
                variant.id(),
                variant.title(),
                options,
                variant.price(),
                variant.price() == null ? null : currency(),
                variant.available(),
                addresses.cart(variant.id()));
    }
}
