package tori;

import org.jspecify.annotations.Nullable;

import tori.account.AccountDesk;
import tori.api.AccountClient;
import tori.api.ApiException;
import tori.api.DeliveryClient;
import tori.api.DeliveryDesk;
import tori.api.EventDesk;
import tori.config.ServerConfig;
import tori.config.StorePlace;
import tori.store.StoreException;

import java.io.IOException;
import java.net.URI;
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

        /** Where accounts are looked after. */
        AccountDesk accounts();

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
        Visit open(StorePlace place) throws IOException;
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
    Visit visit(Path config, StorePlace store, @Nullable ServerConfig server) throws IOException {
        if (store instanceof StorePlace.Sqlite(String path) && !Files.exists(Path.of(path))) {
            throw new ApiException(
                    path
                            + " does not exist: tori has not run with "
                            + config
                            + " in this folder yet",
                    null);
        }
        return enter(config, store, server);
    }

    /** The same, but a store that is not there yet is made. */
    Visit enter(Path config, StorePlace store, @Nullable ServerConfig server) throws IOException {
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
                DaemonAddress.loopback(server), "unknown".equals(process) ? null : process);
    }

    private static String called(StorePlace store) {
        return switch (store) {
            case StorePlace.Sqlite(String path) -> path;
            case StorePlace.Postgres server ->
                    "postgresql://" + server.host() + "/" + server.database();
        };
    }

    /** The daemon that has the store. Belongs to one thread. */
    private static final class Daemon implements Visit {

        private final URI server;
        private final @Nullable String process;
        private final DeliveryClient client;
        private @Nullable AccountClient accounts;

        Daemon(URI server, @Nullable String process) {
            this.server = server;
            this.process = process;
            this.client = new DeliveryClient(server, process);
        }

        @Override
        public DeliveryDesk desk() {
            return client;
        }

        @Override
        public EventDesk events() {
            return client;
        }

        @Override
        public AccountDesk accounts() {
            AccountClient begun = accounts;
            if (begun == null) {
                begun = new AccountClient(server, process);
                accounts = begun;
            }
            return begun;
        }

        @Override
        public boolean atRest() {
            return false;
        }

        @Override
        public void close() {
            client.close();
            if (accounts != null) {
                accounts.close();
            }
        }
    }
}
