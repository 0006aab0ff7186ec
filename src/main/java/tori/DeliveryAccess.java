package tori;

import org.jspecify.annotations.Nullable;

import tori.api.ApiException;
import tori.api.DeliveryClient;
import tori.api.DeliveryDesk;
import tori.api.EventDesk;
import tori.config.ServerConfig;
import tori.config.StoreConfig;
import tori.store.StoreException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the desk that a command is served at: the store itself while nobody uses it, the daemon
 * that does otherwise. Runs on the main thread.
 */
final class DeliveryAccess {

    /** A desk, and how to leave it. */
    interface Visit extends AutoCloseable {

        DeliveryDesk desk();

        /** Where to ask what became of events. */
        EventDesk events();

        /** Whether it is the store itself: what is decided takes effect when tori starts. */
        boolean atRest();

        @Override
        void close();
    }

    /** Takes a store that nobody uses. */
    @FunctionalInterface
    interface StoreDoor {

        /**
         * Takes it.
         *
         * @throws StoreException with a sentence; {@link StoreException#isInUse} tells whether
         *     another process has the store
         */
        Visit open(StoreConfig place) throws IOException;
    }

    private final StoreDoor door;

    DeliveryAccess(StoreDoor door) {
        this.door = door;
    }

    /**
     * The desk to go to; the caller closes the visit.
     *
     * @param config the configuration's name, for sentences
     * @param store where the store is
     * @param server where the daemon would listen; null if it would not
     * @throws IOException with a sentence: what is in the way and what to do
     */
    Visit visit(Path config, StoreConfig store, @Nullable ServerConfig server) throws IOException {
        if (store instanceof StoreConfig.Sqlite(String path) && !Files.exists(Path.of(path))) {
            throw new ApiException(
                    path
                            + " does not exist: tori has not run with "
                            + config
                            + " in this folder yet",
                    null);
        }
        String process;
        try {
            return door.open(store);
        } catch (StoreException e) {
            if (!e.isInUse()) {
                throw e;
            }
            if (server == null || server.port() == 0) {
                throw new ApiException(
                        "a tori uses "
                                + called(store)
                                + " and "
                                + config
                                + " gives it no fixed address to be asked at; set server.listen,"
                                + " for example \"127.0.0.1:8080\", or stop that tori first",
                        e);
            }
            process = e.owner();
        }
        return new Daemon(
                new DeliveryClient(
                        DaemonAddress.loopback(server),
                        "unknown".equals(process) ? null : process));
    }

    private static String called(StoreConfig store) {
        return switch (store) {
            case StoreConfig.Sqlite(String path) -> path;
            case StoreConfig.Postgres server ->
                    "postgresql://" + server.host() + "/" + server.database();
        };
    }

    private record Daemon(DeliveryClient client) implements Visit {

        @Override
        public DeliveryDesk desk() {
            return client;
        }

        @Override
        public EventDesk events() {
            return client;
        }

        @Override
        public boolean atRest() {
            return false;
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
