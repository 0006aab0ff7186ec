package tori;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.config.Config;
import tori.config.DestinationConfig;
import tori.config.HttpCheckConfig;
import tori.http.OkHttpTransport;
import tori.network.TrustedCertificates;
import tori.store.SqlStore;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

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

    /** Whether somebody will be asked or told over TLS; checks of http may come to it. */
    static boolean needsTls(Config config) {
        return config.monitors().stream()
                        .anyMatch(monitor ->
                                isHttps(monitor.site())
                                        || monitor.kind() instanceof HttpCheckConfig)
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

    /** Reads certificates on a thread of its own if {@link #needsTls}; the result says how. */
    static Future<?> tls(Config config) {
        FutureTask<?> reading =
                new FutureTask<>(() -> {
                    TrustedCertificates.load();
                    return null;
                });
        if (needsTls(config)) {
            Thread.ofPlatform().daemon().name("tori-warm-up-tls").start(reading);
        } else {
            reading.cancel(false);
        }
        return reading;
    }

    /**
     * Waits for {@link #tls}.
     *
     * @throws IOException with a sentence if they cannot be read
     */
    static void require(Future<?> tls) throws IOException, InterruptedException {
        try {
            tls.get();
        } catch (CancellationException e) {
            LOG.debug("nobody needs TLS", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException unreadable ? unreadable : new IOException(e);
        }
    }
}
