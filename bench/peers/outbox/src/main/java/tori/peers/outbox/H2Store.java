package tori.peers.outbox;

import com.zaxxer.hikari.HikariConfig;

import org.h2.engine.Constants;

import java.nio.file.Path;

/**
 * H2 in a file with {@code WRITE_DELAY=0}. It writes on commit but does not wait for the disk:
 * figures with it are no match for those of the other stores.
 */
final class H2Store extends Store {

    H2Store(Path folder, int connections) {
        super(config(folder, connections));
    }

    private static HikariConfig config(Path folder, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:file:" + folder.resolve("outbox") + ";WRITE_DELAY=0");
        config.setUsername("sa");
        config.setMaximumPoolSize(connections);
        return config;
    }

    @Override
    String version() {
        return "H2 " + Constants.VERSION + ", WRITE_DELAY=0, commits not synced";
    }
}
