package tori;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.config.Config;
import tori.config.DestinationConfig;
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
        load(() -> {
            SqlStore.warmUp();
            OkHttpTransport.warmUp();
        });
    }

    /** Whether somebody will be asked or told over TLS soon. */
    static boolean needsTls(Config config) {
        return config.monitors().stream().anyMatch(monitor -> isHttps(monitor.site()))
                || config.destinations().values().stream().anyMatch(WarmUp::isHttps);
    }

    private static boolean isHttps(DestinationConfig destination) {
        return destination instanceof DestinationConfig.Discord
                || (destination instanceof DestinationConfig.Webhook webhook
                        && isHttps(webhook.url().value()));
    }

    private static boolean isHttps(String address) {
        return address.startsWith("https:");
    }

    /** The same for {@link #needsTls}, on another thread. */
    static void tls() {
        load(OkHttpTransport::warmUpTls);
    }

    private static void load(Runnable loading) {
        try {
            loading.run();
        } catch (RuntimeException | LinkageError e) {
            // Whoever needs it comes across the same, and can say what that means.
            LOG.debug("something could not be loaded in advance", e);
        }
    }
}
