package tori.store;

import org.jspecify.annotations.Nullable;

import tori.account.NewUser;
import tori.account.User;
import tori.account.UserAddition;
import tori.account.UserStore;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The users of the SQLite file. Thread-safe; reads and writes on the calling thread, behind the
 * connection's lock: whoever logs in waits for the answer anyway, and few do.
 */
final class SqliteUsers implements UserStore {

    /** Reads, or writes as a transaction, while nobody else uses the connection. */
    interface Access {

        <T> T read(SqliteDeliveries.Query<T> query) throws IOException, InterruptedException;

        /** Has reached the disk on return. */
        <T> T write(SqliteDeliveries.Query<T> change) throws IOException, InterruptedException;
    }

    private final AccountTable table;
    private final Access access;

    SqliteUsers(AccountTable table, Access access) {
        this.table = table;
        this.access = access;
    }

    @Override
    public UserAddition add(NewUser user, boolean first) throws IOException, InterruptedException {
        return access.write(() -> {
            if (first && table.count() > 0) {
                return new UserAddition.NotFirst();
            }
            if (table.find(user.name()) != null) {
                return new UserAddition.NameTaken();
            }
            table.insert(user);
            User added = table.find(user.name());
            if (added == null) {
                throw new IllegalStateException("the user just added is not there");
            }
            return new UserAddition.Added(added);
        });
    }

    @Override
    public @Nullable User find(String name) throws IOException, InterruptedException {
        return access.read(() -> Optional.ofNullable(table.find(name))).orElse(null);
    }

    @Override
    public @Nullable User user(long id) throws IOException, InterruptedException {
        return access.read(() -> Optional.ofNullable(table.user(id))).orElse(null);
    }

    @Override
    public List<User> users(int limit, int offset) throws IOException, InterruptedException {
        return access.read(() -> table.list(limit, offset));
    }

    @Override
    public long count() throws IOException, InterruptedException {
        return access.read(table::count);
    }

    @Override
    public @Nullable User changePassword(
            long id, @Nullable String before, String after, boolean endTokens)
            throws IOException, InterruptedException {
        Optional<User> changed =
                access.write(() -> {
                    User user = table.user(id);
                    if (user == null || (before != null && !before.equals(user.passwordHash()))) {
                        return Optional.empty();
                    }
                    table.update(id, after, user.epoch() + (endTokens ? 1 : 0));
                    return Optional.ofNullable(table.user(id));
                });
        return changed.orElse(null);
    }

    @Override
    public void endToken(UUID token, Instant until, Instant now)
            throws IOException, InterruptedException {
        access.write(() -> {
            table.forgetEnded(now);
            table.end(token, until);
            return true;
        });
    }

    @Override
    public boolean isEnded(UUID token) throws IOException, InterruptedException {
        return access.read(() -> table.isEnded(token));
    }

    @Override
    public byte[] secret(String name, byte[] proposed) throws IOException, InterruptedException {
        return access.write(() -> {
            byte[] kept = table.secret(name);
            if (kept != null) {
                return kept;
            }
            table.keep(name, proposed);
            return proposed.clone();
        });
    }
}
