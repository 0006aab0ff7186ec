package tori.config;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** Where state is kept. */
public sealed interface StorePlace {

    /**
     * In one file.
     *
     * @param path the SQLite file; relative to the working directory
     */
    record Sqlite(String path) implements StorePlace {}

    /**
     * On a PostgreSQL server.
     *
     * @param host name or address, an IPv6 address in brackets
     * @param password null where the server asks for none
     * @param parameters how to connect, by the names PostgreSQL's own programs have for them
     */
    record Postgres(
            String host,
            int port,
            String database,
            String user,
            @Nullable Secret password,
            Map<String, String> parameters)
            implements StorePlace {

        public Postgres {
            parameters = Map.copyOf(parameters);
        }
    }
}
