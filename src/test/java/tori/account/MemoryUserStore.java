package tori.account;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Users in memory. Thread-safe. */
public final class MemoryUserStore implements UserStore {

    private final List<User> users = new ArrayList<>();
    private final Map<UUID, Instant> ended = new HashMap<>();
    private final Map<String, byte[]> secrets = new HashMap<>();

    @Override
    public synchronized UserAddition add(NewUser user, boolean first) {
        if (first && !users.isEmpty()) {
            return new UserAddition.NotFirst();
        }
        if (find(user.name()) != null) {
            return new UserAddition.NameTaken();
        }
        Account account =
                new Account(users.size() + 1L, user.name(), user.admin(), user.createdAt());
        User added = new User(account, user.passwordHash(), 0);
        users.add(added);
        return new UserAddition.Added(added);
    }

    @Override
    public synchronized @Nullable User find(String name) {
        String folded = AccountName.folded(name);
        return users.stream()
                .filter(user -> AccountName.folded(user.account().name()).equals(folded))
                .findFirst()
                .orElse(null);
    }

    @Override
    public synchronized @Nullable User user(long id) {
        return id < 1 || id > users.size() ? null : users.get((int) id - 1);
    }

    @Override
    public synchronized List<User> users(int limit, int offset) {
        return users.stream().skip(offset).limit(limit).toList();
    }

    @Override
    public synchronized long count() {
        return users.size();
    }

    @Override
    public synchronized @Nullable User changePassword(
            long id, @Nullable String before, String after, boolean endTokens) {
        User user = user(id);
        if (user == null || (before != null && !before.equals(user.passwordHash()))) {
            return null;
        }
        User changed = new User(user.account(), after, user.epoch() + (endTokens ? 1 : 0));
        users.set((int) id - 1, changed);
        return changed;
    }

    @Override
    public synchronized void endToken(UUID token, Instant until, Instant now) {
        ended.values().removeIf(end -> end.isBefore(now));
        ended.put(token, until);
    }

    @Override
    public synchronized boolean isEnded(UUID token) {
        return ended.containsKey(token);
    }

    @Override
    public synchronized byte[] secret(String name, byte[] proposed) {
        return secrets.computeIfAbsent(name, _ -> proposed.clone()).clone();
    }
}
