package tori;

import tori.account.AccessTerms;
import tori.account.AccountDesk;
import tori.account.Accounts;
import tori.account.Argon2Passwords;
import tori.api.DeliveryDesk;
import tori.api.EventDesk;
import tori.config.StorePlace;
import tori.delivery.DeliveryStore;
import tori.delivery.Settlement;
import tori.model.UuidV7;
import tori.store.HistorySettings;
import tori.store.SqlStore;
import tori.store.StoreDependencies;
import tori.store.StoreSettings;
import tori.telemetry.PrometheusMeters;
import tori.time.NanoClock;
import tori.time.SystemClocks;
import tori.wire.EventJson;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/**
 * A store that a command has taken for itself because no tori runs. Nothing is sent meanwhile; what
 * was under way when the last tori ended is pending again. Used by the main thread.
 */
final class StoreVisit implements DeliveryAccess.Visit {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final SqlStore store;
    private final PrometheusMeters meters;
    private final OutboxDesk desk;
    private final EventDesk events;
    private final AccountDesk accounts;

    private StoreVisit(
            SqlStore store,
            PrometheusMeters meters,
            OutboxDesk desk,
            EventDesk events,
            AccountDesk accounts) {
        this.events = events;
        this.accounts = accounts;
        this.store = store;
        this.meters = meters;
        this.desk = desk;
    }

    /**
     * Takes the store, or throws the sentence that says why not.
     *
     * @param terms by which accounts are added
     */
    static StoreVisit open(StorePlace place, AccessTerms terms) throws IOException {
        NanoClock clock = SystemClocks.monotonic();
        InstantSource wall = SystemClocks.wall();
        PrometheusMeters meters = new PrometheusMeters(clock);
        SqlStore store =
                SqlStore.open(
                        StoreSettings.of(place).with(HistorySettings.UNTOUCHED),
                        new StoreDependencies(
                                EventJson::encode,
                                EventJson::decode,
                                meters,
                                clock,
                                wall,
                                RandomSource.fresh()));
        store.listen(new Nobody());
        Notices notices = new Notices(new UuidV7(wall, RandomSource.fresh())::next, wall, clock);
        return new StoreVisit(
                store,
                meters,
                new OutboxDesk(store, Set::of, notices, OutboxDesk.PATIENCE),
                new EventStories(store, null, wall, clock),
                new Accounts(
                        store.users(),
                        new Argon2Passwords(RandomSource.unguessable()),
                        clock,
                        wall,
                        RandomSource.unguessable(),
                        terms));
    }

    @Override
    public DeliveryDesk desk() {
        return desk;
    }

    @Override
    public EventDesk events() {
        return events;
    }

    @Override
    public AccountDesk accounts() {
        return accounts;
    }

    @Override
    public boolean atRest() {
        return true;
    }

    @Override
    public void close() {
        store.close(CLOSE_TIMEOUT);
        meters.close();
    }

    /** Nobody sends here, so nobody is told what could be sent. */
    private record Nobody() implements DeliveryStore.Listener {

        @Override
        public void ready(String destination, int heads) {}

        @Override
        public void died(Settlement settlement, boolean first) {}
    }
}
