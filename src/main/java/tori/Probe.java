package tori;

import org.jspecify.annotations.Nullable;

import tori.cli.ExitStatus;
import tori.config.Config;
import tori.config.MonitorConfig;
import tori.http.Resolver;
import tori.model.Event;
import tori.model.MonitorId;
import tori.model.Owed;
import tori.model.UuidV7;
import tori.poll.FetchException;
import tori.poll.PollResult;
import tori.poll.StateChange;
import tori.poll.StateStore;
import tori.shopify.CatalogMonitor;
import tori.shopify.Look;
import tori.store.StateReader;
import tori.store.StoreException;
import tori.telemetry.PrometheusMeters;
import tori.time.NanoClock;
import tori.time.SystemClocks;
import tori.wire.EventJson;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** One poll of one monitor against the stored state, which it only reads. */
final class Probe {

    private final Config config;
    private final PrintStream out;
    private final PrintStream err;

    Probe(Config config, PrintStream out, PrintStream err) {
        this.config = config;
        this.out = out;
        this.err = err;
    }

    int run(MonitorConfig monitor) throws InterruptedException {
        NanoClock clock = SystemClocks.monotonic();
        InstantSource wall = SystemClocks.wall();
        try (PrometheusMeters meters = new PrometheusMeters(clock);
                Resolver resolver =
                        new Resolver(Resolver.Lookup.SYSTEM, Resolver.Limits.DEFAULT, clock);
                PollTransport transport = new PollTransport(config.http(), resolver, clock, wall)) {
            UuidV7 ids = new UuidV7(wall, RandomSource.fresh());
            StateStore known = new Remembered(Path.of(config.store().path()));
            CatalogMonitor catalog =
                    new MonitorFactory(transport, known, wall, clock, ids, meters)
                            .monitor(monitor, config.http());
            return tell(monitor, poll(catalog), catalog.lastLook());
        }
    }

    private static PollResult poll(CatalogMonitor monitor) throws InterruptedException {
        try {
            return monitor.poll();
        } catch (FetchException e) {
            return new PollResult.Failed(e.kind(), e.getMessage() == null ? "" : e.getMessage());
        } catch (IOException e) {
            return new PollResult.Failed(
                    PollResult.Cause.CONNECTION, e.getMessage() == null ? "" : e.getMessage());
        }
    }

    private int tell(MonitorConfig monitor, PollResult result, Look look) {
        out.println("monitor    " + monitor.id());
        out.println("address    " + monitor.siteUrl());
        if (look.status() != 0) {
            out.println("status     " + look.status());
        }
        out.println("pages      " + look.pages());
        out.println("products   " + look.products());
        out.println(
                "variants   " + look.variants() + ", of which " + look.available() + " available");
        return switch (result) {
            case PollResult.Failed failed -> {
                out.println("result     failed (" + failed.cause() + "): " + failed.detail());
                yield ExitStatus.FAILED;
            }
            case PollResult.Doubted doubted -> {
                out.println("result     doubted: " + doubted.reason());
                yield ExitStatus.OK;
            }
            case PollResult.Unchanged _ -> {
                out.println("result     nothing has changed since the stored state");
                yield ExitStatus.OK;
            }
            case PollResult.Observed observed -> {
                tell(observed.events(), observed.change().replaceAll());
                yield ExitStatus.OK;
            }
        };
    }

    private void tell(List<Event> events, boolean baseline) {
        if (baseline && events.isEmpty()) {
            out.println("result     no earlier state: this would be the baseline, silently");
            return;
        }
        out.println("result     would raise " + events.size() + " events");
        for (Event event : events) {
            out.writeBytes(EventJson.encode(event));
            out.println();
        }
    }

    /** What a daemon stored, or nothing where there is no daemon's file; writes nothing. */
    private final class Remembered implements StateStore {

        private final Path file;

        private Remembered(Path file) {
            this.file = file;
        }

        @Override
        public @Nullable Map<Long, byte[]> load(MonitorId id, String fingerprint) {
            try {
                return StateReader.read(file, id, fingerprint);
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
