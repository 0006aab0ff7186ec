package tori.store;

import org.jspecify.annotations.Nullable;

import tori.account.Account;
import tori.account.AccountName;
import tori.account.NewUser;
import tori.account.User;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads and writes users, ended tokens and secrets of one connection. Not thread-safe; the caller
 * begins, commits and rolls back transactions.
 */
final class AccountTable {

    private static final String SELECT =
            "SELECT id, name, admin, created_at, password, epoch FROM account ";

    private final Connection connection;
    private final PreparedStatement find;
    private final PreparedStatement user;
    private final PreparedStatement isEnded;

    AccountTable(Connection connection) throws SQLException {
        this.connection = connection;
        find = prepare(SELECT + "WHERE folded = ?");
        user = prepare(SELECT + "WHERE id = ?");
        isEnded = prepare("SELECT 1 FROM ended_token WHERE id = ?");
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** Adds a user; the name must not be taken. */
    void insert(NewUser user) throws SQLException {
        try (PreparedStatement insert =
                prepare(
                        "INSERT INTO account (name, folded, password, admin, created_at, epoch)"
                                + " VALUES (?, ?, ?, ?, ?, 0)")) {
            insert.setString(1, user.name());
            insert.setString(2, AccountName.folded(user.name()));
            insert.setString(3, user.passwordHash());
            insert.setInt(4, user.admin() ? 1 : 0);
            insert.setLong(5, Micros.of(user.createdAt()));
            Rows.change(insert);
        }
    }

    /** The user of this name, however it is written; null if there is none. */
    @Nullable User find(String name) throws SQLException {
        find.setString(1, AccountName.folded(name));
        return first(find);
    }

    /** The user of this number; null if there is none. */
    @Nullable User user(long id) throws SQLException {
        user.setLong(1, id);
        return first(user);
    }

    private static @Nullable User first(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? user(row) : null;
        }
    }

    private static User user(ResultSet row) throws SQLException {
        return new User(
                new Account(
                        row.getLong(1),
                        row.getString(2),
                        row.getInt(3) == 1,
                        Micros.instant(row.getLong(4))),
                row.getString(5),
                row.getLong(6));
    }

    /** Users, those added first first. */
    List<User> list(int limit, int offset) throws SQLException {
        List<User> users = new ArrayList<>();
        try (PreparedStatement query = prepare(SELECT + "ORDER BY id LIMIT ? OFFSET ?")) {
            query.setInt(1, limit);
            query.setInt(2, offset);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    users.add(user(row));
                }
            }
        }
        return users;
    }

    /** How many users there are. */
    long count() throws SQLException {
        try (PreparedStatement query = prepare("SELECT count(*) FROM account");
                ResultSet row = query.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** Gives a user another hash and epoch. */
    void update(long id, String hash, long epoch) throws SQLException {
        try (PreparedStatement update =
                prepare("UPDATE account SET password = ?, epoch = ? WHERE id = ?")) {
            update.setString(1, hash);
            update.setLong(2, epoch);
            update.setLong(3, id);
            Rows.change(update);
        }
    }

    /** Remembers that a token was ended. */
    void end(UUID token, Instant until) throws SQLException {
        try (PreparedStatement insert =
                prepare(
                        "INSERT INTO ended_token (id, expires_at) VALUES (?, ?) ON CONFLICT (id) DO"
                                + " NOTHING")) {
            insert.setString(1, token.toString());
            insert.setLong(2, Micros.notBefore(until));
            Rows.change(insert);
        }
    }

    /** Forgets tokens that would have ended by themselves before this time. */
    void forgetEnded(Instant now) throws SQLException {
        try (PreparedStatement delete = prepare("DELETE FROM ended_token WHERE expires_at < ?")) {
            delete.setLong(1, Micros.of(now));
            Rows.change(delete);
        }
    }

    boolean isEnded(UUID token) throws SQLException {
        isEnded.setString(1, token.toString());
        try (ResultSet row = isEnded.executeQuery()) {
            return row.next();
        }
    }

    /** The secret of this name; null if there is none. */
    byte @Nullable [] secret(String name) throws SQLException {
        try (PreparedStatement query = prepare("SELECT value FROM secret WHERE name = ?")) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getBytes(1) : null;
            }
        }
    }

    /** Keeps a secret of a name that has none. */
    void keep(String name, byte[] value) throws SQLException {
        try (PreparedStatement insert = prepare("INSERT INTO secret (name, value) VALUES (?, ?)")) {
            insert.setString(1, name);
            insert.setBytes(2, value);
            Rows.change(insert);
        }
    }
}
