package tori.dispatch;

import tori.model.Sender;

import java.util.ArrayList;
import java.util.List;

/**
 * Chooses which of the waiting events travel as one request. Stateless; runs on the dispatcher.
 *
 * <p>The newest goes, of several monitors the newest of the one whose turn it is, and with it
 * whatever waits that is told together with it: that costs no permit and nobody any time. More is
 * added only as far as permits are short: until the rest would go with those that are left, in
 * requests of the same size.
 */
final class Gathering {

    private Gathering() {}

    /**
     * Takes out what travels now, those told together side by side, each such part beginning with
     * its newest event.
     *
     * @param permits how many requests may begin now, this one included
     */
    static List<Attempt> gather(PendingEvents pending, Sender sender, int permits) {
        List<Attempt> batch = new ArrayList<>();
        boolean together = sender.maxEvents() > sender.maxBatch();
        int most = Math.max(sender.maxBatch(), sender.maxEvents());
        int parts = 0;
        do {
            int before = batch.size();
            pending.popNewest(Math.min(most, before + 1), batch);
            if (batch.size() == before) {
                break;
            }
            parts++;
            if (together) {
                most = Math.min(most, batch.getLast().maxBatch());
                pending.popTogether(sender, most, batch);
            }
            for (int i = before; i < batch.size(); i++) {
                most = Math.min(most, batch.get(i).maxBatch());
            }
        } while (parts < sender.maxBatch()
                && batch.size() < most
                && pending.size() > (permits - 1L) * parts);
        return batch;
    }
}
