package tori.store;

import org.jspecify.annotations.Nullable;

import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryState;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

/**
 * All destinations to which something was ever owed, and the exact numbers of their deliveries, so
 * that nobody counts rows. Changed by the writer, within its transaction; read by any thread as of
 * the last commit.
 */
final class DestinationTable {

    private static final String NUMBERS =
            "pending, in_flight, retry_wait, delivered, failed, discarded, heads";

    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement update;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Destination> byName = new HashMap<>();
    private final Map<Integer, Destination> byId = new HashMap<>();
    private int lastId;

    DestinationTable(Connection connection) throws SQLException {
        insert = connection.prepareStatement("INSERT INTO destination (id, name) VALUES (?, ?)");
        update =
                connection.prepareStatement(
                        "UPDATE destination SET pending = ?, in_flight = ?, retry_wait = ?,"
                                + " delivered = ?, failed = ?, discarded = ?, heads = ?"
                                + " WHERE id = ?");
        this.connection = connection;
        reload();
    }

    /** Takes what the file has for what is: at opening, and after a transaction was rolled back. */
    void reload() throws SQLException {
        List<Destination> all = readAll();
        lock.lock();
        try {
            byName.clear();
            byId.clear();
            lastId = 0;
            all.forEach(this::keep);
        } finally {
            lock.unlock();
        }
    }

    private List<Destination> readAll() throws SQLException {
        List<Destination> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT id, name, " + NUMBERS + " FROM destination")) {
            while (row.next()) {
                Destination destination = new Destination(row.getInt(1), row.getString(2));
                for (int number = 0; number < Destination.NUMBERS; number++) {
                    destination.restore(number, row.getLong(3 + number));
                }
                all.add(destination);
            }
        }
        return all;
    }

    private void keep(Destination destination) {
        byName.put(destination.name, destination);
        byId.put(destination.id, destination);
        lastId = Math.max(lastId, destination.id);
    }

    /** The destination of this name, from now on if there was none. Writer only. */
    Destination of(String name) throws SQLException {
        Destination known = find(name);
        if (known != null) {
            return known;
        }
        Destination destination = new Destination(lastId + 1, name);
        insert.setInt(1, destination.id);
        insert.setString(2, name);
        Rows.change(insert);
        lock.lock();
        try {
            keep(destination);
        } finally {
            lock.unlock();
        }
        return destination;
    }

    /** The destination of this name; null if nothing was ever owed to it. */
    @Nullable Destination find(String name) {
        lock.lock();
        try {
            return byName.get(name);
        } finally {
            lock.unlock();
        }
    }

    /** The destination of this number, which is there. */
    Destination ofId(int id) {
        lock.lock();
        try {
            Destination destination = byId.get(id);
            if (destination == null) {
                throw new IllegalStateException("there is no destination " + id);
            }
            return destination;
        } finally {
            lock.unlock();
        }
    }

    /** All of them. */
    List<Destination> all() {
        lock.lock();
        try {
            return List.copyOf(byId.values());
        } finally {
            lock.unlock();
        }
    }

    /** Writes the numbers that changed, as the last act of a transaction. Writer only. */
    void write() throws SQLException {
        for (Destination destination : all()) {
            if (destination.hasChanged()) {
                for (int number = 0; number < Destination.NUMBERS; number++) {
                    update.setLong(1 + number, destination.current(number));
                }
                update.setInt(1 + Destination.NUMBERS, destination.id);
                Rows.change(update);
            }
        }
    }

    /**
     * The transaction has been committed. Writer only.
     *
     * @return how many deliveries may be claimed now that could not be before, where there are any
     */
    Map<String, Integer> committed() {
        Map<String, Integer> readied = new TreeMap<>();
        lock.lock();
        try {
            for (Destination destination : byId.values()) {
                int heads = destination.commit();
                if (heads > 0) {
                    readied.put(destination.name, heads);
                }
            }
        } finally {
            lock.unlock();
        }
        return readied;
    }

    /** How many deliveries are in each state, discarded ones aside. */
    Map<DeliveryState, Long> counts() {
        Map<DeliveryState, Long> counts = new EnumMap<>(DeliveryState.class);
        for (DeliveryState state : DeliveryState.values()) {
            counts.put(state, sum(destination -> destination.committed(state)));
        }
        return counts;
    }

    /** How much is owed to whom, where anything is. */
    Map<String, Long> owing() {
        Map<String, Long> owing = new TreeMap<>();
        lock.lock();
        try {
            for (Destination destination : byId.values()) {
                if (destination.committedOpen() > 0) {
                    owing.put(destination.name, destination.committedOpen());
                }
            }
        } finally {
            lock.unlock();
        }
        return owing;
    }

    /** How many may be claimed because it is their turn, those aside whose retry is due. */
    int heads(String name) {
        lock.lock();
        try {
            Destination destination = byName.get(name);
            return destination == null ? 0 : destination.committedHeads();
        } finally {
            lock.unlock();
        }
    }

    /** How many deliveries are delivered or discarded. */
    long finished() {
        return sum(Destination::committedFinished);
    }

    /** How many fit, whatever ids the filter names. */
    long count(DeliveryFilter filter) {
        return sum(destination -> {
            if (filter.destination() != null && !destination.name.equals(filter.destination())) {
                return 0;
            }
            long fitting = filter.states().isEmpty() ? destination.committedDiscarded() : 0;
            for (DeliveryState state : DeliveryState.values()) {
                if (filter.states().isEmpty() || filter.states().contains(state)) {
                    fitting += destination.committed(state);
                }
            }
            return fitting;
        });
    }

    private long sum(ToLongFunction<Destination> number) {
        lock.lock();
        try {
            return byId.values().stream().mapToLong(number).sum();
        } finally {
            lock.unlock();
        }
    }
}
