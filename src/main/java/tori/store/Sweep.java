package tori.store;

import org.jspecify.annotations.Nullable;

import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryState;

import java.sql.SQLException;
import java.util.List;

/**
 * Retries or discards what fits a filter, piece by piece: a million of them must not keep everybody
 * else from the file. Immutable but for what it changes in the file; belongs to the writer.
 */
final class Sweep {

    /** Rows looked at in one transaction: some milliseconds. */
    static final int CHUNK = 500;

    /**
     * What a piece has done.
     *
     * @param changed so many deliveries
     * @param next how the next piece begins; null if this was the last
     */
    record Piece(int changed, @Nullable Start next) {}

    /**
     * Where a piece begins.
     *
     * @param afterId it looks at higher numbers; of a list of numbers, how many are done
     * @param lastId the highest there was when the first piece began
     */
    record Start(long afterId, long lastId) {}

    private final DeliveryFilter filter;
    private final boolean retry;
    private final List<Long> ids;

    Sweep(DeliveryFilter filter, boolean retry) {
        this.filter = filter;
        this.retry = retry;
        this.ids = filter.ids().stream().distinct().sorted().toList();
    }

    /**
     * Does one piece, within the writer's transaction.
     *
     * @param start null for the first
     */
    Piece piece(@Nullable Start start, Deliveries deliveries, DeliveryRows rows)
            throws SQLException {
        if (retry
                && !filter.states().isEmpty()
                && !filter.states().contains(DeliveryState.FAILED)) {
            return new Piece(0, null);
        }
        Start from = start == null ? new Start(0, deliveries.lastId()) : start;
        return ids.isEmpty()
                ? walk(from, deliveries, rows)
                : named((int) from.afterId(), from.lastId(), deliveries, rows);
    }

    private Piece named(int done, long lastId, Deliveries deliveries, DeliveryRows rows)
            throws SQLException {
        int changed = 0;
        int end = Math.min(ids.size(), done + CHUNK);
        for (long id : ids.subList(done, end)) {
            for (Deliveries.Sweepable row : rows.after(id - 1, id, false, 1)) {
                changed += apply(row, deliveries);
            }
        }
        return new Piece(changed, end == ids.size() ? null : new Start(end, lastId));
    }

    private Piece walk(Start from, Deliveries deliveries, DeliveryRows rows) throws SQLException {
        boolean deadOnly = retry || filter.states().equals(List.of(DeliveryState.FAILED));
        List<Deliveries.Sweepable> found =
                rows.after(from.afterId(), from.lastId(), deadOnly, CHUNK);
        int changed = 0;
        for (Deliveries.Sweepable row : found) {
            changed += apply(row, deliveries);
        }
        Start next = found.size() < CHUNK ? null : new Start(found.getLast().id(), from.lastId());
        return new Piece(changed, next);
    }

    private int apply(Deliveries.Sweepable row, Deliveries deliveries) throws SQLException {
        if (row.discarded()
                || !DeliveryRows.fits(filter, row.state(), false)
                || !deliveries.isOwedTo(row, filter.destination())) {
            return 0;
        }
        switch (row.state()) {
            case PENDING, RETRY_WAIT -> {
                if (retry) {
                    return 0;
                }
                deliveries.discard(row);
            }
            case FAILED -> {
                if (retry) {
                    deliveries.retry(row);
                } else {
                    deliveries.discard(row);
                }
            }
            case IN_FLIGHT, DELIVERED -> {
                return 0;
            }
        }
        return 1;
    }
}
