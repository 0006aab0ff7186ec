package tori.dispatch;

import tori.model.Event;

/**
 * An event on its way to the destination, with what befell it before. Immutable.
 *
 * @param event what is to be sent
 * @param failures how many attempts at it have failed
 * @param maxBatch in how large a batch it may travel: smaller each time a batch that held it was
 *     refused, until the refused event travels alone
 */
record Attempt(Event event, int failures, int maxBatch) {

    Attempt afterFailure() {
        return new Attempt(event, failures + 1, maxBatch);
    }

    Attempt inBatchOf(int size) {
        return new Attempt(event, failures, Math.min(maxBatch, size));
    }
}
