package tori.store;

import org.jspecify.annotations.Nullable;

import tori.account.NewUser;
import tori.account.User;
import tori.account.UserAddition;
import tori.account.UserStore;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The users of the store, for any thread: changes are handed to the writer and waited for, what
 * only reads does so on the calling thread, behind the connection's lock.
 */
final class SqlUsers implements UserStore {

    /** As long as somebody waits for a page. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DeliveryCommands commands;
    private final AccountTable table;
    private final SqlDeliveries.Reading reading;
    private final StoreCondition condition;

    SqlUsers(
            DeliveryCommands commands,
            AccountTable table,
            SqlDeliveries.Reading reading,
            StoreCondition condition) {
        this.commands = commands;
        this.table = table;
        this.reading = reading;
        this.condition = condition;
    }

    /** Has reached the disk on return. */
    private <T> T write(SqlDeliveries.Query<T> change) throws IOException, InterruptedException {
        CompletableFuture<T> done =
                commands.submit(new DeliveryCommand<>(1, _ -> change.run()), condition);
        try {
            return done.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            String trouble = condition.trouble();
            throw new StoreException(
                    trouble != null
                            ? trouble
                            : condition.name()
                                    + " did not take it in time; look whether it did before you"
                                    + " try again",
                    e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreException refused
                    ? refused
                    : new StoreException(
                            condition.name() + " did not take it because of a bug", e.getCause());
        } finally {
            // What nobody waits for is not done any more, unless it is being written.
            done.cancel(false);
        }
    }

    @Override
    public UserAddition add(NewUser user, boolean first) throws IOException, InterruptedException {
        return write(() -> {
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
        return reading.read(() -> Optional.ofNullable(table.find(name))).orElse(null);
    }

    @Override
    public @Nullable User user(long id) throws IOException, InterruptedException {
        return reading.read(() -> Optional.ofNullable(table.user(id))).orElse(null);
    }

    @Override
    public List<User> users(int limit, int offset) throws IOException, InterruptedException {
        return reading.read(() -> table.list(limit, offset));
    }

    @Override
    public long count() throws IOException, InterruptedException {
        return reading.read(table::count);
    }

    @Override
    public @Nullable User changePassword(
            long id, @Nullable String before, String after, boolean endTokens)
            throws IOException, InterruptedException {
        Optional<User> changed =
                write(() -> {
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
        write(() -> {
            table.forgetEnded(now);
            table.end(token, until);
            return true;
        });
    }

    @Override
    public boolean isEnded(UUID token) throws IOException, InterruptedException {
        return reading.read(() -> table.isEnded(token));
    }

    @Override
    public byte[] secret(String name, byte[] proposed) throws IOException, InterruptedException {
        return write(() -> {
            byte[] kept = table.secret(name);
            if (kept != null) {
                return kept;
            }
            table.keep(name, proposed);
            return proposed.clone();
        });
    }
}
