package tori;

import tori.api.EventFeed;
import tori.api.StatusSource;
import tori.model.Blindness;
import tori.model.CatalogData;
import tori.model.Event;
import tori.model.IncidentReport;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.model.PriceText;
import tori.model.StoreAccess;
import tori.model.Variant;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Remembers the newest events and how many each monitor raised, for the status page. Thread-safe.
 */
final class RecentEvents implements EventFeed {

    /** What fits a page; older ones are in the event log. */
    static final int CAPACITY = 100;

    private final ArrayDeque<Event> newestFirst = new ArrayDeque<>(CAPACITY);
    private final LongAdder raised = new LongAdder();
    private final Map<MonitorId, LongAdder> counts = new ConcurrentHashMap<>();

    /** A server each: one, and two while the address changes. */
    private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();

    private final EventFates fates;

    /** Remembers next to nothing of what became of them. */
    RecentEvents() {
        this(new EventFates(() -> 0, 1));
    }

    /**
     * @param fates remembers what became of them
     */
    RecentEvents(EventFates fates) {
        this.fates = fates;
    }

    /** What became of events. */
    EventFates fates() {
        return fates;
    }

    /** Takes note of an event. */
    void add(Event event) {
        if (!(event.data() instanceof Notice)) {
            raised.increment();
        }
        counts.computeIfAbsent(event.source(), id -> new LongAdder()).increment();
        synchronized (newestFirst) {
            if (newestFirst.size() == CAPACITY) {
                newestFirst.removeLast();
            }
            newestFirst.addFirst(event);
        }
        for (Consumer<Event> listener : listeners) {
            listener.accept(event);
        }
    }

    /**
     * Remembers what was raised before the start, for people to see; it is neither counted nor
     * told. What has been raised meanwhile stays before it.
     */
    void recall(List<Event> earlierNewestFirst) {
        synchronized (newestFirst) {
            for (Event event : earlierNewestFirst) {
                if (newestFirst.size() < CAPACITY) {
                    newestFirst.addLast(event);
                }
            }
        }
    }

    @Override
    public List<Event> newest(int limit) {
        synchronized (newestFirst) {
            return newestFirst.stream().limit(limit).toList();
        }
    }

    @Override
    public void listen(Consumer<Event> listener) {
        listeners.add(listener);
    }

    @Override
    public void leave(Consumer<Event> listener) {
        listeners.remove(listener);
    }

    /** How many events the monitor has raised since the start. */
    long count(MonitorId monitor) {
        LongAdder adder = counts.get(monitor);
        return adder == null ? 0 : adder.sum();
    }

    /** How many events all monitors together have raised since the start. */
    long raised() {
        return raised.sum();
    }

    /** Forgets a monitor that is watched no more. */
    void forget(MonitorId monitor) {
        counts.remove(monitor);
    }

    /** The newest events, newest first. */
    List<StatusSource.EventRow> latest(int limit) {
        List<StatusSource.EventRow> rows = new ArrayList<>();
        for (Event event : newest(limit)) {
            rows.add(
                    new StatusSource.EventRow(
                            event.time(),
                            event.source().source(),
                            event.type().wireName(),
                            event.subject(),
                            summary(event)));
        }
        return rows;
    }

    private static String summary(Event event) {
        return switch (event.data()) {
            case Notice notice -> notice.text();
            case StoreAccess access -> access.url();
            case Blindness blindness -> blindness.detail();
            case IncidentReport incident -> incident.detail();
            case CatalogData data -> {
                StringBuilder words = new StringBuilder();
                words.append(data.product().title() == null ? "" : data.product().title());
                Variant variant = data.variant();
                if (variant != null) {
                    words.append(" · ").append(variant.title() == null ? "" : variant.title());
                    if (variant.price() != null) {
                        words.append(" · ")
                                .append(PriceText.of(variant.price(), variant.currency()));
                    }
                }
                yield words.toString();
            }
        };
    }
}
