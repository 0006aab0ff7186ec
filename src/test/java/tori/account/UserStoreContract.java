package tori.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** What every {@link UserStore} must do, whatever it writes to. */
public abstract class UserStoreContract {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00.123456Z");

    private UserStore store;

    /** Opens the same place each time. */
    protected abstract UserStore open() throws Exception;

    /** Closes it in an orderly way. */
    protected abstract void close() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() throws Exception {
        close();
    }

    private void reopen() throws Exception {
        close();
        store = open();
    }

    private static NewUser somebody(String name) {
        return new NewUser(name, "hash of " + name, false, START);
    }

    private User added(String name) throws Exception {
        return ((UserAddition.Added) store.add(somebody(name), false)).user();
    }

    @Test
    void shouldKeepUsers() throws Exception {
        User bob = added("Bob");
        User root =
                ((UserAddition.Added)
                                store.add(new NewUser("Ådmin 日本", "hash", true, START), false))
                        .user();
        assertThat(bob).isEqualTo(new User(bob.account(), "hash of Bob", 0));
        assertThat(bob.account()).isEqualTo(new Account(bob.account().id(), "Bob", false, START));
        assertThat(root.account().admin()).isTrue();
        reopen();
        assertThat(store.user(bob.account().id())).isEqualTo(bob);
        assertThat(store.find("Bob")).isEqualTo(bob);
        assertThat(store.find("Ådmin 日本")).isEqualTo(root);
        assertThat(store.users(10, 0)).containsExactly(bob, root);
        assertThat(store.users(1, 1)).containsExactly(root);
        assertThat(store.count()).isEqualTo(2);
        assertThat(store.find("Eve")).isNull();
        assertThat(store.user(root.account().id() + 1)).isNull();
    }

    @Test
    void shouldTakeNamesForOneThatDifferInCaseOnly() throws Exception {
        User bob = added("Bøb");
        for (String name : List.of("Bøb", "bØB", "Bøb\u200b", "Ｂøb")) {
            assertThat(store.add(somebody(name), false)).isInstanceOf(UserAddition.NameTaken.class);
            assertThat(store.find(name)).isEqualTo(bob);
        }
        assertThat(store.count()).isEqualTo(1);
    }

    @Test
    void shouldLetOneBeTheFirst() throws Exception {
        assertThat(store.add(somebody("a"), true)).isInstanceOf(UserAddition.Added.class);
        assertThat(store.add(somebody("b"), true)).isInstanceOf(UserAddition.NotFirst.class);
        assertThat(store.add(somebody("a"), true)).isInstanceOf(UserAddition.NotFirst.class);
        assertThat(store.count()).isEqualTo(1);
    }

    @Test
    void shouldLetOneBeTheFirstHoweverManyComeAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<UserAddition>> all =
                    IntStream.range(0, 20)
                            .<Callable<UserAddition>>mapToObj(
                                    i -> () -> store.add(somebody("user " + i), true))
                            .toList();
            List<UserAddition> outcomes =
                    threads.invokeAll(all).stream().map(Future::resultNow).toList();
            assertThat(outcomes).filteredOn(UserAddition.Added.class::isInstance).hasSize(1);
        }
        assertThat(store.count()).isEqualTo(1);
    }

    @Test
    void shouldChangePasswords() throws Exception {
        User bob = added("bob");
        long id = bob.account().id();
        User renewed = store.changePassword(id, bob.passwordHash(), "stronger", false);
        assertThat(renewed).isEqualTo(new User(bob.account(), "stronger", 0));
        assertThat(store.changePassword(id, bob.passwordHash(), "late", true)).isNull();
        assertThat(store.changePassword(id, "stronger", "other", true))
                .isEqualTo(new User(bob.account(), "other", 1));
        assertThat(store.changePassword(id, null, "by the operator", true))
                .isEqualTo(new User(bob.account(), "by the operator", 2));
        assertThat(store.changePassword(id + 1, null, "nobody's", true)).isNull();
        reopen();
        assertThat(store.find("bob")).isEqualTo(new User(bob.account(), "by the operator", 2));
    }

    @Test
    void shouldRememberEndedTokensUntilTheyWouldHaveEnded() throws Exception {
        UUID early = UUID.randomUUID();
        UUID late = UUID.randomUUID();
        store.endToken(early, START.plusSeconds(10), START);
        store.endToken(early, START.plusSeconds(10), START);
        assertThat(store.isEnded(early)).isTrue();
        assertThat(store.isEnded(late)).isFalse();
        reopen();
        assertThat(store.isEnded(early)).isTrue();
        store.endToken(late, START.plusSeconds(60), START.plusSeconds(10));
        assertThat(store.isEnded(early)).isTrue();
        store.endToken(late, START.plusSeconds(60), START.plusSeconds(11));
        assertThat(store.isEnded(early)).isFalse();
        assertThat(store.isEnded(late)).isTrue();
    }

    @Test
    void shouldKeepTheFirstSecretOfAName() throws Exception {
        byte[] first = {1, 2, 3};
        assertThat(store.secret("jwt", first)).containsExactly(1, 2, 3);
        first[0] = 9;
        assertThat(store.secret("jwt", new byte[] {4})).containsExactly(1, 2, 3);
        assertThat(store.secret("other", new byte[] {4})).containsExactly(4);
        reopen();
        assertThat(store.secret("jwt", new byte[] {5})).containsExactly(1, 2, 3);
    }

    @Test
    void shouldPrintNoHash() throws Exception {
        assertThat(added("bob").toString()).contains("bob").doesNotContain("hash of");
        assertThat(somebody("bob").toString()).doesNotContain("hash of");
    }
}
