package tori.store;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.history.JournalCodec;
import tori.history.UnfoldedCodec;
import tori.index.KeyedSet;
import tori.model.MonitorId;
import tori.model.Sample;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of the history without asking the disk: the monitors' numbers, and their samples
 * that are in the journal and in no segment yet. Changed by the writer only, and like reading only
 * under the connection's lock; {@link #find} aside, which any thread may ask.
 */
final class HistoryMemory {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryMemory.class);

    /** One monitor's part; forty bytes, because there may be a million. */
    static final class Known {
        final long number;
        final MonitorId monitor;

        /** Its samples that are in no segment, as {@link UnfoldedCodec} packs them. */
        private byte[] unfolded = UnfoldedCodec.none();

        /** Its samples up to this row of the journal are in the segments. */
        long folded;

        /** When the last of those was taken. */
        long newestMillis;

        private Known(HistoryTable.MonitorRow row) {
            this.number = row.number();
            this.monitor = row.monitor();
            this.folded = row.folded();
            this.newestMillis = row.newestMillis();
        }

        private MonitorId monitor() {
            return monitor;
        }

        /** Whether all its samples are in segments. */
        boolean isFolded() {
            return unfolded.length == 0;
        }

        /** Its samples that are in no segment, in the order in which they were written. */
        List<Sample> unfolded() {
            return UnfoldedCodec.samples(unfolded);
        }
    }

    private final KeyedSet<MonitorId, Known> known = new KeyedSet<>(Known::monitor);
    private long highestNumber;
    private long lastSeq;
    private long unfolded;

    /** Reads what earlier runs have written. */
    static HistoryMemory load(HistoryTable table) throws SQLException {
        HistoryMemory memory = new HistoryMemory();
        Map<Long, Known> byNumber = new HashMap<>();
        for (HistoryTable.MonitorRow row : table.monitors()) {
            byNumber.put(row.number(), memory.add(row));
            memory.lastSeq = Math.max(memory.lastSeq, row.folded());
        }
        table.readJournal((seq, body) -> memory.replay(seq, body, byNumber));
        return memory;
    }

    private void replay(long seq, byte[] body, Map<Long, Known> byNumber) {
        lastSeq = Math.max(lastSeq, seq);
        List<JournalCodec.Entry> entries;
        try {
            entries = JournalCodec.decode(body);
        } catch (IOException e) {
            LOG.warn("a second of the monitors' history is damaged; it is left out", e);
            return;
        }
        for (JournalCodec.Entry entry : entries) {
            Known monitor = byNumber.get(entry.monitor());
            if (monitor != null && seq > monitor.folded) {
                add(monitor, entry.sample());
            }
        }
    }

    /** What is known of a monitor; null if there is no history of it. Any thread. */
    @Nullable Known find(MonitorId monitor) {
        return known.get(monitor);
    }

    Collection<Known> all() {
        return known.values();
    }

    /** The number for a monitor that has none yet, if so many others got one just now. */
    long nextNumber(int others) {
        return highestNumber + 1 + others;
    }

    /** The last row of the journal. */
    long lastSeq() {
        return lastSeq;
    }

    /** How many samples are in no segment yet. */
    long unfolded() {
        return unfolded;
    }

    /** A monitor has got a row. */
    Known add(HistoryTable.MonitorRow row) {
        Known monitor = new Known(row);
        known.put(monitor);
        highestNumber = Math.max(highestNumber, row.number());
        return monitor;
    }

    /** A row of the journal was written. */
    void journalled(long seq) {
        lastSeq = seq;
    }

    /** The journal has a sample more. */
    void add(Known monitor, Sample sample) {
        monitor.unfolded = UnfoldedCodec.add(monitor.unfolded, sample);
        unfolded++;
    }

    /** Those whose samples are not all in segments. */
    List<Known> waiting() {
        List<Known> waiting = new ArrayList<>();
        known.forEach(monitor -> {
            if (!monitor.isFolded()) {
                waiting.add(monitor);
            }
        });
        return waiting;
    }

    /** A monitor's first samples are in segments, up to a row of the journal, or given up. */
    void folded(Known monitor, int count, long seq, long newestMillis) {
        unfolded -= count;
        monitor.unfolded = UnfoldedCodec.withoutFirst(monitor.unfolded, count);
        monitor.folded = seq;
        monitor.newestMillis = newestMillis;
    }

    /** All of a monitor's history has aged out. */
    void remove(Known monitor) {
        known.remove(monitor.monitor);
    }
}
