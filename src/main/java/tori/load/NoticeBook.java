package tori.load;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Notes what became of each notice: accepted, received, received again. Thread-safe. */
final class NoticeBook {

    /** What takes longer counts as ten minutes. */
    private static final long MAX_NANOS = 600_000_000_000L;

    private static final int DIGITS = 3;

    /** A sentence; a page of a proxy is none. */
    private static final int MAX_REASON = 300;

    private final Map<Integer, Long> dueNanos = new HashMap<>();
    private final BitSet accepted = new BitSet();
    private final BitSet received = new BitSet();
    private final Histogram untilAccepted = new Histogram(1, MAX_NANOS, DIGITS);
    private final Histogram untilReceived = new Histogram(1, MAX_NANOS, DIGITS);
    private long pushed;
    private long refused;
    private @Nullable String firstRefusal;
    private long again;
    private long unknown;

    /** A notice is due; it is pushed now or a little later. */
    synchronized void due(int number, long nanos) {
        pushed++;
        dueNanos.put(number, nanos);
    }

    /** It is on tori's disk. */
    synchronized void accepted(int number, long nowNanos) {
        accepted.set(number);
        Long due = dueNanos.get(number);
        if (due != null) {
            untilAccepted.recordValue(bounded(nowNanos - due));
        }
    }

    /** It was not accepted. */
    synchronized void refused(String reason) {
        refused++;
        if (firstRefusal == null) {
            firstRefusal = reason.substring(0, Math.min(reason.length(), MAX_REASON));
        }
    }

    /** Why the first one was not accepted; null if all were. */
    synchronized @Nullable String firstRefusal() {
        return firstRefusal;
    }

    /** The first byte of a request that tells of it has come. */
    synchronized void received(int number, long nowNanos) {
        Long due = dueNanos.get(number);
        if (due == null) {
            unknown++;
        } else if (received.get(number)) {
            again++;
        } else {
            received.set(number);
            untilReceived.recordValue(bounded(nowNanos - due));
        }
    }

    private static long bounded(long nanos) {
        return Math.clamp(nanos, 1, MAX_NANOS);
    }

    /** What has been noted so far. */
    synchronized Count count() {
        BitSet open = (BitSet) accepted.clone();
        open.andNot(received);
        return new Count(
                pushed,
                accepted.cardinality(),
                refused,
                received.cardinality(),
                open.cardinality(),
                again,
                unknown);
    }

    /** From the instant a notice was due to the answer that it is on the disk. */
    synchronized Latency untilAccepted() {
        return Latency.of(untilAccepted);
    }

    /** From the instant a notice was due to the first byte of its first attempt. */
    synchronized Latency untilReceived() {
        return Latency.of(untilReceived);
    }

    /**
     * What became of the notices.
     *
     * @param pushed all
     * @param accepted on tori's disk
     * @param refused answered otherwise, or not at all
     * @param received at least once
     * @param open accepted, not received: lost if it stays so
     * @param again received once more
     * @param unknown received, but never pushed
     */
    record Count(
            long pushed,
            long accepted,
            long refused,
            long received,
            long open,
            long again,
            long unknown) {

        /** Whether every notice has its answer. */
        boolean isAnswered() {
            return accepted + refused >= pushed;
        }
    }
}
