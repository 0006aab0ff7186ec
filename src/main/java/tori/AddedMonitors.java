package tori;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.config.AddedMonitor;
import tori.config.AddedMonitorLoader;
import tori.config.AddedMonitorLoader.Owner;
import tori.config.Config;
import tori.config.LoadResult;
import tori.config.MonitorConfig;
import tori.config.MonitorDocument;
import tori.config.OtherMonitors;
import tori.config.UptimeConfig;
import tori.model.MonitorId;
import tori.poll.StoredMonitor;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The monitors that were added while tori runs, and what becomes of them beside the file in force:
 * one that the file makes invalid is kept and not watched. Changed under the lock of {@link
 * Reload}; read by any thread.
 */
final class AddedMonitors implements Reload.Beside {

    private static final Logger LOG = LoggerFactory.getLogger(AddedMonitors.class);

    /**
     * One of them. Immutable.
     *
     * @param valid what it means beside the file in force; null if it is not valid there
     * @param problems why it is not watched; empty if it is valid
     */
    record Entry(
            StoredMonitor stored,
            MonitorDocument document,
            @Nullable AddedMonitor valid,
            List<String> problems) {
        Entry {
            problems = List.copyOf(problems);
        }
    }

    /** What a file and what was added come to. Immutable. */
    private record Standing(LoadResult.Loaded loaded, Map<UUID, Entry> entries) {
        private Standing {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        private Config config() {
            return loaded.config()
                    .with(
                            entries.values().stream()
                                    .flatMap(entry -> Stream.ofNullable(entry.valid()))
                                    .toList());
        }
    }

    private final String file;
    private volatile Standing standing;

    /**
     * @param file where the others are written
     * @param stored those added first first
     */
    AddedMonitors(Path file, LoadResult.Loaded loaded, List<StoredMonitor> stored) {
        Path name = file.getFileName();
        this.file = name == null ? file.toString() : name.toString();
        this.standing = new Standing(loaded, Map.of());
        this.standing = resolved(loaded, stored);
    }

    /** The name of the file that the others are written in. */
    String file() {
        return file;
    }

    /** What the file says, and nothing else. Any thread. */
    Config ofFile() {
        return standing.loaded().config();
    }

    /** Reads more of them. Any thread. */
    AddedMonitorLoader loader() {
        return standing.loaded().added();
    }

    /** All of them, those added first first. Any thread. */
    Map<UUID, Entry> entries() {
        return standing.entries();
    }

    /** The whole configuration. Any thread. */
    Config config() {
        return standing.config();
    }

    /** What it would be with one more, or with another in its place. */
    Reload.Prospect with(Entry entry) {
        Map<UUID, Entry> entries = new LinkedHashMap<>(standing.entries());
        entries.put(entry.stored().id(), entry);
        return prospect(new Standing(standing.loaded(), entries));
    }

    /** What it would be with one less. */
    Reload.Prospect without(UUID id) {
        Map<UUID, Entry> entries = new LinkedHashMap<>(standing.entries());
        entries.remove(id);
        return prospect(new Standing(standing.loaded(), entries));
    }

    /** What it is now, to be put back. */
    Reload.Prospect same() {
        return prospect(standing);
    }

    @Override
    public Reload.Prospect with(LoadResult.Loaded loaded) {
        List<StoredMonitor> stored =
                standing.entries().values().stream().map(Entry::stored).toList();
        return prospect(resolved(loaded, stored));
    }

    private Reload.Prospect prospect(Standing next) {
        Config config = next.config();
        return new Reload.Prospect() {
            @Override
            public Config config() {
                return config;
            }

            @Override
            public void taken() {
                standing = next;
            }
        };
    }

    private Standing resolved(LoadResult.Loaded loaded, List<StoredMonitor> stored) {
        Map<MonitorId, MonitorDocument> documents = new LinkedHashMap<>();
        for (StoredMonitor one : stored) {
            documents.put(one.monitor(), document(one));
        }
        Set<MonitorId> ofFile = new HashSet<>();
        if (!stored.isEmpty()) {
            for (MonitorConfig monitor : loaded.config().monitors()) {
                if (documents.containsKey(monitor.id())) {
                    ofFile.add(monitor.id());
                }
            }
        }
        Map<MonitorId, OtherMonitors.Kind> kinds = new LinkedHashMap<>();
        documents.forEach((id, document) -> kinds.put(id, kind(document)));
        Map<UUID, Entry> entries = new LinkedHashMap<>();
        for (StoredMonitor one : stored) {
            MonitorDocument document = documents.getOrDefault(one.monitor(), MonitorDocument.EMPTY);
            // Circles were refused when they were added, and no file can close one.
            OtherMonitors others = new Others(owner(one), loaded.config(), kinds, Map.of());
            entries.put(
                    one.id(),
                    ofFile.contains(one.monitor())
                            ? new Entry(one, document, null, List.of(taken()))
                            : entry(
                                    one,
                                    document,
                                    loaded.added().load(document, owner(one), others)));
        }
        return new Standing(loaded, entries);
    }

    private static MonitorDocument document(StoredMonitor stored) {
        byte[] json = stored.document().getBytes(StandardCharsets.UTF_8);
        return switch (MonitorDocument.read(json)) {
            case MonitorDocument.Reading.Good(MonitorDocument document) -> document;
            // Nobody but tori writes them; it then says that everything is missing.
            case MonitorDocument.Reading.Bad _ -> MonitorDocument.EMPTY;
        };
    }

    private Entry entry(
            StoredMonitor stored, MonitorDocument document, AddedMonitorLoader.Reading reading) {
        return switch (reading) {
            case AddedMonitorLoader.Reading.Good(AddedMonitor monitor) ->
                    new Entry(stored, document, monitor, List.of());
            case AddedMonitorLoader.Reading.Bad(List<String> reasons) -> {
                LOG.warn("{} is not watched: {}", stored.monitor(), String.join("; ", reasons));
                yield new Entry(stored, document, null, reasons);
            }
        };
    }

    /** Why one of the file goes before. */
    private String taken() {
        return file + " has a monitor of this name, which is watched in its place";
    }

    private static OtherMonitors.Kind kind(MonitorDocument document) {
        return document.isCheck() ? OtherMonitors.Kind.CHECK : OtherMonitors.Kind.STORE;
    }

    /** By whose rights a monitor is. */
    static Owner owner(StoredMonitor stored) {
        return new Owner(stored.monitor().site(), stored.operator());
    }

    /** What a monitor of somebody may depend on now. */
    OtherMonitors others(Owner owner) {
        Standing now = standing;
        Map<MonitorId, OtherMonitors.Kind> kinds = new LinkedHashMap<>();
        Map<MonitorId, Set<MonitorId>> parents = new LinkedHashMap<>();
        for (Entry entry : now.entries().values()) {
            kinds.put(entry.stored().monitor(), kind(entry.document()));
            AddedMonitor valid = entry.valid();
            if (valid != null) {
                parents.put(entry.stored().monitor(), valid.parents());
            }
        }
        return new Others(owner, now.loaded().config(), kinds, parents);
    }

    /** Whether the file has one of this name. Any thread. */
    boolean isOfFile(MonitorId id) {
        return standing.loaded().config().monitors().stream()
                .anyMatch(monitor -> monitor.id().equals(id));
    }

    /**
     * What one may depend on: an ordinary user, on nothing that is another's.
     *
     * @param kinds of those that were added
     * @param parents of those that were added
     */
    private record Others(
            Owner owner,
            Config file,
            Map<MonitorId, OtherMonitors.Kind> kinds,
            Map<MonitorId, Set<MonitorId>> parents)
            implements OtherMonitors {

        @Override
        public Kind kind(MonitorId monitor) {
            if (!owner.operator() && !monitor.site().equals(owner.site())) {
                return Kind.NONE;
            }
            Kind added = kinds.get(monitor);
            if (added != null) {
                return added;
            }
            for (MonitorConfig one : file.monitors()) {
                if (one.id().equals(monitor)) {
                    return one.kind() instanceof UptimeConfig ? Kind.CHECK : Kind.STORE;
                }
            }
            return Kind.NONE;
        }

        @Override
        public Set<MonitorId> parents(MonitorId monitor) {
            Set<MonitorId> added = parents.get(monitor);
            return added == null
                    ? file.surroundings().parents().getOrDefault(monitor, Set.of())
                    : added;
        }
    }
}
