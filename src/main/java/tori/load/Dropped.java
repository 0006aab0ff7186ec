package tori.load;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;

/**
 * What tori says that it did not send, by its own metrics. Immutable.
 *
 * @param cancelled told nobody because it was so no longer; nothing is owed for it
 */
record Dropped(long evicted, long expired, long cancelled, long abandoned, long refused) {

    /** Since its start. */
    static Dropped of(DaemonPage page) throws IOException, InterruptedException {
        return new Dropped(
                page.metric("tori_evicted_total", ""),
                page.metric("tori_expired_total", ""),
                page.metric("tori_cancelled_total", ""),
                page.metric("tori_deliveries_total", "\"abandoned\""),
                page.metric("tori_deliveries_total", "\"refused\""));
    }

    /** Since the other. */
    Dropped since(Dropped before) {
        return new Dropped(
                evicted - before.evicted,
                expired - before.expired,
                cancelled - before.cancelled,
                abandoned - before.abandoned,
                refused - before.refused);
    }

    /** Everything that somebody should have been told. */
    long all() {
        return evicted + expired + abandoned + refused;
    }

    /** What is owed and cannot be explained by this. */
    long lost(long owed) {
        return Math.max(0, owed - all());
    }

    String words(long owed) {
        return "evicted %d, expired %d, abandoned %d, refused %d; cancelled %d; lost %d"
                .formatted(evicted, expired, abandoned, refused, cancelled, lost(owed));
    }

    void put(ObjectNode json) {
        json.put("evicted", evicted);
        json.put("expired", expired);
        json.put("cancelled", cancelled);
        json.put("abandoned", abandoned);
        json.put("refused", refused);
    }
}
