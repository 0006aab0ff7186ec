package tori;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.http.OkHttpTransport;
import tori.store.SqlStore;

/**
 * Loads what the first poll will need while the main thread reads the configuration: classes and
 * native libraries, nothing that could be configured. Runs once, on a thread of its own; whoever
 * needs one of them meanwhile waits for that one only.
 */
final class WarmUp implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    @Override
    public void run() {
        try {
            SqlStore.warmUp();
            OkHttpTransport.warmUp();
        } catch (RuntimeException | LinkageError e) {
            // Whoever needs it comes across the same, and can say what that means.
            LOG.debug("something could not be loaded in advance", e);
        }
    }
}
