package tori.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import tori.account.UserStore;
import tori.account.UserStoreContract;
import tori.config.StorePlace;
import tori.telemetry.CountingMeters;

import java.io.IOException;
import java.time.Duration;

/** What every kind of database must do with users. */
abstract class SqlUserStoreContract extends UserStoreContract {

    private SqlStore store;

    /** The same each time. */
    abstract StorePlace place();

    /** The one that is open. */
    final UserStore users() {
        return store.users();
    }

    @Override
    protected UserStore open() throws Exception {
        store =
                SqlStore.open(
                        StoreFixtures.settings(place()),
                        StoreFixtures.dependencies(new CountingMeters()));
        return store.users();
    }

    @Override
    protected void close() {
        assertThat(store.close(Duration.ofSeconds(10)).isNothing()).isTrue();
    }

    @Test
    void shouldSayWhyNothingIsReadOrWrittenAnyMore() {
        store.close(Duration.ofSeconds(10));
        assertThatThrownBy(() -> store.users().find("bob"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is closed");
        assertThatThrownBy(() -> store.users().secret("jwt", new byte[] {1}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is closed");
    }
}
