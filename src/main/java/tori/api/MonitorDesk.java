package tori.api;

import org.jspecify.annotations.Nullable;

import tori.model.MonitorId;

import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What people and programs may see and decide about monitors. Thread-safe. */
public interface MonitorDesk {

    /** Of a server that knows no monitor. */
    MonitorDesk NONE =
            new MonitorDesk() {
                @Override
                public Page list(Caller caller, int limit, int offset) {
                    return new Page(List.of(), 0);
                }

                @Override
                public @Nullable Entry find(Caller caller, UUID id) {
                    return null;
                }

                @Override
                public Outcome create(Caller caller, byte[] json) {
                    return new Outcome.Conflict("monitors cannot be added here");
                }

                @Override
                public Outcome change(
                        Caller caller, UUID id, byte[] patch, @Nullable Long version) {
                    return new Outcome.Missing();
                }

                @Override
                public Outcome remove(Caller caller, UUID id, @Nullable Long version) {
                    return new Outcome.Missing();
                }
            };

    /** How many monitors one page holds at most. */
    int MAX_PAGE = 500;

    /**
     * A monitor.
     *
     * @param id names it for ever; of one that is written in the file, as long as its name stays
     * @param type its kind, as the configuration calls it; empty if it does not say
     * @param address what it looks at, without what may be secret in it; empty for nothing
     * @param enabled whether it is to be watched
     * @param problems why it cannot be watched; empty if it can
     * @param added what is known of one that was added; null for one that is written in the file
     */
    record Entry(
            UUID id,
            MonitorId monitor,
            String type,
            String address,
            boolean enabled,
            List<String> problems,
            @Nullable Added added) {
        public Entry {
            problems = List.copyOf(problems);
        }
    }

    /**
     * What is known of a monitor that was added.
     *
     * @param version one more with each change
     * @param document its settings, without secrets
     */
    record Added(long version, Instant createdAt, Instant changedAt, Map<String, Object> document) {
        public Added {
            document = Collections.unmodifiableMap(new LinkedHashMap<>(document));
        }
    }

    /**
     * Some of the monitors that somebody may see.
     *
     * @param total how many there are, those of other pages included
     */
    record Page(List<Entry> rows, long total) {
        public Page {
            rows = List.copyOf(rows);
        }
    }

    /** What became of a change. */
    sealed interface Outcome {

        /** It is made, and will outlive a restart. */
        record Done(Entry entry) implements Outcome {}

        /** There is no such monitor, or it is somebody else's. */
        record Missing() implements Outcome {}

        /**
         * What was sent is not valid.
         *
         * @param reasons at least one
         */
        record Invalid(List<String> reasons) implements Outcome {
            public Invalid {
                reasons = List.copyOf(reasons);
            }
        }

        /** It cannot be done as things are; says why. */
        record Conflict(String sentence) implements Outcome {}

        /** It was changed meanwhile. */
        record Stale(Entry entry) implements Outcome {}
    }

    /**
     * Monitors, those of the file first.
     *
     * @param limit 1 to {@link #MAX_PAGE}
     * @param offset how many to leave out
     */
    Page list(Caller caller, int limit, int offset);

    /** One of them; null if there is none of this id, or it is not theirs to see. */
    @Nullable Entry find(Caller caller, UUID id);

    /**
     * Adds a monitor. Blocks for the disk.
     *
     * @param json its settings
     * @throws IOException with a sentence for the user
     */
    Outcome create(Caller caller, byte[] json) throws IOException, InterruptedException;

    /**
     * Changes a monitor. Blocks for the disk.
     *
     * @param patch what to change, a JSON merge patch
     * @param version that it must have; null for any
     * @throws IOException with a sentence for the user
     */
    Outcome change(Caller caller, UUID id, byte[] patch, @Nullable Long version)
            throws IOException, InterruptedException;

    /**
     * Deletes a monitor with what it remembers. Blocks for the disk.
     *
     * @param version that it must have; null for any
     * @throws IOException with a sentence for the user
     */
    Outcome remove(Caller caller, UUID id, @Nullable Long version)
            throws IOException, InterruptedException;
}
