package tori.store;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.history.JournalCodec;
import tori.model.MonitorId;
import tori.model.Sample;
import tori.telemetry.Meters;
import tori.time.NanoClock;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings samples to the disk and ages them out, in transactions of their own between those of
 * everything else: what is wrong with the history holds back no alert. Belongs to the writer.
 *
 * <p>A step does at most one piece of each kind, some milliseconds: a delivery that must be written
 * down never waits long behind the history of 10,000 monitors.
 */
final class HistoryWriter {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);

    /** Monitors whose segments are rewritten in one transaction: some five milliseconds. */
    private static final int FOLD_CHUNK = 50;

    /** Between two pieces of folding: a quarter of the disk's time, less of a processor's. */
    private static final long FOLD_PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    /** With so many in memory, 12 MB, the journal is folded early. */
    private static final long MAX_UNFOLDED = 2_000_000;

    private static final long PRUNE_INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long PRUNE_PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    /** Rows deleted at once: some milliseconds, as segments are of a kilobyte or so. */
    private static final int PRUNE_CHUNK = 200;

    /** Longer than the longest segment lasts: whatever a monitor has is gone before it is. */
    private static final Duration BEYOND = Duration.ofDays(31);

    private final HistorySettings settings;
    private final SampleQueue queue;
    private final HistoryMemory memory;
    private final HistoryTable table;
    private final HistoryFolding folding;
    private final Transactions transactions;
    private final Engine engine;
    private final Meters meters;
    private final NanoClock clock;
    private final InstantSource retention;

    private final Deque<HistoryMemory.Known> toFold = new ArrayDeque<>();
    private boolean foldingRound;
    private long roundSeq;
    private long nextJournalNanos;
    private long nextRoundNanos;
    private long nextPieceNanos;
    private long nextPruneNanos;

    /** What is being folded, until it is certain whether it was. */
    private @Nullable Piece inDoubt;

    /**
     * What it writes from and to.
     *
     * @param retention decides what is old
     */
    record Parts(
            SampleQueue queue, HistoryMemory memory, HistoryTable table, InstantSource retention) {}

    /** What some monitors have in the journal, which ends at a row of it. */
    private record Piece(long seq, List<Portion> portions) {

        Map<Long, List<Sample>> samples() {
            Map<Long, List<Sample>> samples = new LinkedHashMap<>();
            portions.forEach(one -> samples.put(one.monitor().number, one.samples()));
            return samples;
        }

        List<HistoryTable.Progress> progress() {
            return portions.stream()
                    .map(one ->
                            new HistoryTable.Progress(
                                    one.monitor().number, seq, one.newestMillis()))
                    .toList();
        }
    }

    /** What one monitor has there. */
    private record Portion(HistoryMemory.Known monitor, List<Sample> samples) {
        long newestMillis() {
            return samples.isEmpty() ? monitor.newestMillis : samples.getLast().timeMillis();
        }
    }

    HistoryWriter(
            HistorySettings settings,
            Parts parts,
            Transactions transactions,
            Engine engine,
            StoreDependencies dependencies) {
        this.settings = settings;
        this.queue = parts.queue();
        this.memory = parts.memory();
        this.table = parts.table();
        this.folding = new HistoryFolding(table);
        this.transactions = transactions;
        this.engine = engine;
        this.meters = dependencies.meters();
        this.clock = dependencies.clock();
        this.retention = parts.retention();
        long now = clock.nanoTime();
        this.nextJournalNanos = now;
        this.nextRoundNanos = now + settings.foldEvery().toNanos();
        this.nextPruneNanos = now;
    }

    /** Whether all that was sampled is written. Any thread. */
    boolean isWritten() {
        return queue.isEmpty();
    }

    /** Takes no more samples. Any thread. */
    void close() {
        queue.close();
    }

    /** How long until there is something to do; nanoseconds, 0 or less for now. */
    long waitNanos() {
        long now = clock.nanoTime();
        long wait = Math.min(nextPruneNanos - now, nextRoundNanos - now);
        if (foldingRound) {
            wait = Math.min(wait, nextPieceNanos - now);
        }
        return queue.isEmpty() ? wait : Math.min(wait, nextJournalNanos - now);
    }

    /**
     * Does what is due.
     *
     * @param closing whether only what would be lost is to be written, and that at once
     * @return whether any sample was written
     * @throws SQLException if the disk refuses, or the transaction is in doubt; what was to be
     *     written waits
     */
    boolean step(boolean closing) throws SQLException {
        try {
            if (!closing) {
                // First: a disk that is full takes the rest once there is room again.
                pruneIfDue();
            }
            boolean wrote = journalIfDue(closing);
            return (!closing && foldIfDue()) || wrote;
        } catch (SQLException e) {
            if (transactions.isInDoubt() || !engine.isBug(e)) {
                throw e;
            }
            giveUp(e);
        } catch (RuntimeException e) {
            giveUp(e);
        }
        return false;
    }

    private boolean journalIfDue(boolean closing) throws SQLException {
        long now = clock.nanoTime();
        if (queue.isEmpty() || (!closing && now - nextJournalNanos < 0)) {
            return false;
        }
        nextJournalNanos = now + settings.journalEvery().toNanos();
        List<SampleQueue.Waiting> samples = queue.take();
        long seq = memory.lastSeq() + 1;
        Map<MonitorId, HistoryTable.MonitorRow> fresh = fresh(samples, seq);
        List<JournalCodec.Entry> entries = new ArrayList<>(samples.size());
        for (SampleQueue.Waiting one : samples) {
            entries.add(new JournalCodec.Entry(number(one.monitor(), fresh), one.sample()));
        }
        byte[] body = JournalCodec.encode(entries);
        transactions.write(
                false,
                _ -> {
                    for (HistoryTable.MonitorRow row : fresh.values()) {
                        table.add(row);
                    }
                    table.append(seq, body);
                },
                () -> {
                    fresh.values().forEach(memory::add);
                    memory.journalled(seq);
                    samples.forEach(this::remember);
                    queue.done();
                });
        return true;
    }

    private void remember(SampleQueue.Waiting one) {
        HistoryMemory.Known monitor = memory.find(one.monitor());
        if (monitor != null) {
            memory.add(monitor, one.sample());
        }
    }

    /** Rows for monitors that were never sampled before. */
    private Map<MonitorId, HistoryTable.MonitorRow> fresh(
            List<SampleQueue.Waiting> samples, long seq) {
        Map<MonitorId, HistoryTable.MonitorRow> fresh = new HashMap<>();
        for (SampleQueue.Waiting one : samples) {
            if (memory.find(one.monitor()) == null && !fresh.containsKey(one.monitor())) {
                long number = memory.nextNumber(fresh.size());
                if (number > SegmentKey.MAX_MONITOR) {
                    throw new IllegalStateException("there is a history of too many monitors");
                }
                fresh.put(
                        one.monitor(),
                        new HistoryTable.MonitorRow(
                                number, one.monitor(), seq - 1, one.sample().timeMillis()));
            }
        }
        return fresh;
    }

    private long number(MonitorId monitor, Map<MonitorId, HistoryTable.MonitorRow> fresh) {
        HistoryMemory.Known known = memory.find(monitor);
        if (known != null) {
            return known.number;
        }
        HistoryTable.MonitorRow row = fresh.get(monitor);
        if (row == null) {
            throw new IllegalStateException(monitor + " has no number");
        }
        return row.number();
    }

    private boolean foldIfDue() throws SQLException {
        long now = clock.nanoTime();
        if (!foldingRound) {
            if (now - nextRoundNanos < 0 && memory.unfolded() < MAX_UNFOLDED) {
                return false;
            }
            foldingRound = true;
            roundSeq = memory.lastSeq();
            toFold.addAll(memory.waiting());
            nextRoundNanos = now + settings.foldEvery().toNanos();
            nextPieceNanos = now;
        }
        if (now - nextPieceNanos < 0) {
            return false;
        }
        nextPieceNanos = now + FOLD_PAUSE_NANOS;
        if (toFold.isEmpty()) {
            clearJournal();
        } else {
            foldPiece();
        }
        return true;
    }

    private void foldPiece() throws SQLException {
        Piece before = inDoubt;
        if (before != null) {
            settle(before);
            return;
        }
        List<Portion> portions = new ArrayList<>(FOLD_CHUNK);
        for (HistoryMemory.Known monitor : toFold) {
            if (portions.size() == FOLD_CHUNK) {
                break;
            }
            portions.add(new Portion(monitor, monitor.unfolded()));
        }
        Piece piece = new Piece(memory.lastSeq(), portions);
        inDoubt = piece;
        transactions.write(
                false,
                _ -> {
                    folding.fold(piece.samples());
                    table.fold(piece.progress());
                },
                () -> folded(piece));
    }

    /** A commit that failed may have taken effect: what is folded must not be folded again. */
    private void settle(Piece piece) throws SQLException {
        long number = piece.portions().getFirst().monitor().number;
        boolean[] written = new boolean[1];
        transactions.write(
                false,
                _ -> written[0] = table.folded(number) == piece.seq(),
                () -> {
                    inDoubt = null;
                    if (written[0]) {
                        folded(piece);
                    }
                });
    }

    private void folded(Piece piece) {
        inDoubt = null;
        for (Portion portion : piece.portions()) {
            memory.folded(
                    portion.monitor(),
                    portion.samples().size(),
                    piece.seq(),
                    portion.newestMillis());
            toFold.remove();
        }
    }

    /** All that the journal held when the round began is in segments. */
    private void clearJournal() throws SQLException {
        int[] deleted = new int[1];
        transactions.write(
                false, _ -> deleted[0] = table.pruneJournal(roundSeq, PRUNE_CHUNK), () -> {});
        foldingRound = deleted[0] == PRUNE_CHUNK;
    }

    private void pruneIfDue() throws SQLException {
        long now = clock.nanoTime();
        if (now - nextPruneNanos < 0) {
            return;
        }
        nextPruneNanos = now + PRUNE_INTERVAL_NANOS;
        long today = retention.millis();
        long forgotten = today - settings.hours().plus(BEYOND).toMillis();
        List<HistoryMemory.Known> gone =
                memory.all().stream()
                        .filter(one -> one.newestMillis < forgotten && one.isFolded())
                        .limit(PRUNE_CHUNK)
                        .toList();
        boolean[] more = {gone.size() == PRUNE_CHUNK};
        transactions.write(
                false,
                _ -> {
                    for (HistoryTier tier : HistoryTier.values()) {
                        long first = tier.segmentOf(today - tier.kept(settings).toMillis());
                        more[0] |= table.prune(tier, first, PRUNE_CHUNK) == PRUNE_CHUNK;
                    }
                    for (HistoryMemory.Known monitor : gone) {
                        table.removeMonitor(monitor.number);
                    }
                },
                () -> gone.forEach(memory::remove));
        if (more[0]) {
            nextPruneNanos = now + PRUNE_PAUSE_NANOS;
        }
    }

    /** What cannot be written because of a bug is left out, so that the rest goes on. */
    private void giveUp(Exception cause) {
        meters.loopFailed("history");
        Piece piece = inDoubt;
        int lost = queue.takenSize();
        if (lost == 0 && piece != null) {
            lost = piece.portions().stream().mapToInt(one -> one.samples().size()).sum();
            transactions.exclusively(() -> folded(piece));
        }
        queue.done();
        LOG.error("{} checks are left out of the history", lost, cause);
        meters.samplesLost(lost);
    }
}
