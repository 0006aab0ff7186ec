package tori;

import org.jspecify.annotations.Nullable;

import tori.cli.ExitStatus;
import tori.cli.ProbeOrder;
import tori.cli.ProductSheet;
import tori.config.AlertConfig;
import tori.config.Config;
import tori.config.MonitorConfig;
import tori.config.ShopifyProductConfig;
import tori.config.StorePlace;
import tori.http.FallbackLookup;
import tori.http.Resolver;
import tori.model.Event;
import tori.model.MonitorId;
import tori.model.Owed;
import tori.model.UuidV7;
import tori.network.AddressFence;
import tori.poll.FetchException;
import tori.poll.PollResult;
import tori.poll.StateChange;
import tori.poll.StateStore;
import tori.shopify.Look;
import tori.shopify.PasswordMonitor;
import tori.shopify.Shown;
import tori.shopify.StoreMonitor;
import tori.store.StateReader;
import tori.store.StoreException;
import tori.telemetry.PrometheusMeters;
import tori.time.NanoClock;
import tori.time.SystemClocks;
import tori.wire.EventJson;
import tori.wire.ProductJson;

import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** One look of one monitor against the stored state, which it only reads. */
final class Probe {

    private final Config config;
    private final ProbeOrder order;
    private final PrintStream out;
    private final PrintStream err;

    /** Where everything goes that is not a product: products alone are for programs. */
    private final PrintStream words;

    Probe(Config config, ProbeOrder order, PrintStream out, PrintStream err) {
        this.config = config;
        this.order = order;
        this.out = out;
        this.err = err;
        this.words = order.json() ? err : out;
    }

    /**
     * Looks, prints, and returns the exit status.
     *
     * @throws IOException with a sentence for the user if the signing key cannot be used
     */
    int run(MonitorConfig monitor) throws IOException, InterruptedException {
        NanoClock clock = SystemClocks.monotonic();
        InstantSource wall = SystemClocks.wall();
        Signing signing = Signing.open(config.http().signing(), wall);
        String product = order.product();
        try (PrometheusMeters meters = new PrometheusMeters(clock);
                FallbackLookup lookup = new FallbackLookup(Resolver.Lookup.SYSTEM, clock);
                Resolver resolver = new Resolver(lookup, Resolver.Limits.DEFAULT, clock);
                PollTransport transport =
                        new PollTransport(
                                config.http(),
                                signing,
                                resolver,
                                new AddressFence(List.of()),
                                clock,
                                wall)) {
            lookup.configure(config.http().paths().dnsFallback());
            UuidV7 ids = new UuidV7(wall, RandomSource.fresh());
            StateStore known = new Remembered(config.store().place());
            StoreMonitor store =
                    new MonitorFactory(transport, known, wall, clock, ids, meters)
                            .monitor(
                                    product == null ? monitor : only(product, monitor),
                                    config.http());
            PollResult result = poll(store);
            int status = tell(monitor, result, store);
            list(store.shown());
            return status;
        }
    }

    /** The same site, and one product of it. */
    private static MonitorConfig only(String product, MonitorConfig monitor) {
        return new MonitorConfig(
                monitor.id(),
                monitor.siteUrl(),
                monitor.enabled(),
                monitor.schedule(),
                monitor.destinations(),
                new ShopifyProductConfig(product, AlertConfig.EVERYTHING));
    }

    private static PollResult poll(StoreMonitor monitor) throws InterruptedException {
        try {
            return monitor.poll();
        } catch (FetchException e) {
            return new PollResult.Failed(e.kind(), e.getMessage() == null ? "" : e.getMessage());
        } catch (IOException e) {
            return new PollResult.Failed(
                    PollResult.Cause.CONNECTION, e.getMessage() == null ? "" : e.getMessage());
        }
    }

    private void list(List<Shown> products) {
        List<Shown> wanted =
                products.stream().filter(product -> product.mentions(order.words())).toList();
        if (wanted.isEmpty() && !products.isEmpty()) {
            words.println();
            words.println("none of " + products.size() + " products has all of the words");
        }
        if (order.json()) {
            for (Shown product : wanted) {
                out.writeBytes(ProductJson.encode(product.product(), product.variants()));
                out.println();
            }
        } else {
            ProductSheet.lines(wanted, !order.words().isEmpty()).forEach(out::println);
        }
    }

    private int tell(MonitorConfig monitor, PollResult result, StoreMonitor store) {
        Look look = store.lastLook();
        words.println("monitor    " + monitor.id());
        words.println("address    " + monitor.siteUrl());
        if (look.status() != 0) {
            words.println("status     " + look.status());
        }
        if (store instanceof PasswordMonitor door) {
            tellAccess(door);
        } else {
            words.println("pages      " + look.pages());
            words.println("products   " + look.products());
            words.println(
                    "variants   "
                            + look.variants()
                            + ", of which "
                            + look.available()
                            + " available");
        }
        return switch (result) {
            case PollResult.Failed failed -> {
                words.println("result     failed (" + failed.cause() + "): " + failed.detail());
                yield ExitStatus.FAILED;
            }
            case PollResult.Doubted doubted -> {
                words.println("result     doubted: " + doubted.reason());
                yield ExitStatus.OK;
            }
            case PollResult.Unchanged _ -> {
                words.println("result     nothing has changed since the stored state");
                yield ExitStatus.OK;
            }
            case PollResult.Observed observed -> {
                tell(observed.events(), observed.change().replaceAll());
                yield ExitStatus.OK;
            }
        };
    }

    private void tellAccess(PasswordMonitor door) {
        Boolean locked = door.locked();
        words.println(
                "store      "
                        + (locked == null
                                ? "not known"
                                : locked ? "locked: its password page is up" : "open"));
    }

    private void tell(List<Event> events, boolean baseline) {
        if (baseline && events.isEmpty()) {
            words.println(
                    order.product() == null
                            ? "result     no earlier state: this would be the baseline, silently"
                            : "result     looked at one product, compared with nothing");
            return;
        }
        words.println("result     would raise " + events.size() + " events");
        for (Event event : events) {
            words.writeBytes(EventJson.encode(event));
            words.println();
        }
    }

    /** What a daemon stored, or nothing where there is no daemon's file; writes nothing. */
    private final class Remembered implements StateStore {

        private final StorePlace place;

        private Remembered(StorePlace place) {
            this.place = place;
        }

        @Override
        public @Nullable Map<Long, byte[]> load(MonitorId id, String fingerprint) {
            try {
                return StateReader.read(place, id, fingerprint);
            } catch (StoreException e) {
                err.println("tori: going without the stored state: " + e.getMessage());
                return null;
            }
        }

        @Override
        public void record(MonitorId id, StateChange change, List<Event> events, List<Owed> owed) {
            throw new IllegalStateException("a probe stores nothing");
        }
    }
}
