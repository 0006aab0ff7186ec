package tori;

import org.jspecify.annotations.Nullable;

import tori.config.AdaptiveConfig;
import tori.config.HttpConfig;
import tori.config.MonitorConfig;
import tori.config.MonitorExcerpt;
import tori.config.RecordConfig;
import tori.config.Schedule;
import tori.config.ShopifyConfig;
import tori.config.ShopifyPasswordConfig;
import tori.config.ShopifyProductConfig;
import tori.config.UptimeConfig;
import tori.model.UuidV7;
import tori.poll.BlindTerms;
import tori.poll.Cadence;
import tori.poll.Monitor;
import tori.poll.StateStore;
import tori.poll.Tempo;
import tori.poll.Transport;
import tori.shopify.BufferPool;
import tori.shopify.CatalogMonitor;
import tori.shopify.ChangeJournal;
import tori.shopify.PasswordMonitor;
import tori.shopify.PasswordSettings;
import tori.shopify.PollFacts;
import tori.shopify.ProductMonitor;
import tori.shopify.ProductSettings;
import tori.shopify.ShopifySettings;
import tori.shopify.StoreFacts;
import tori.shopify.StoreMonitor;
import tori.shopify.Surroundings;
import tori.telemetry.Meters;
import tori.time.NanoClock;
import tori.warc.MonitorRecording;
import tori.warc.Recorder;
import tori.warc.RecordingSettings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** Makes the monitor that the configuration asks for. Any thread. */
final class MonitorFactory {

    private final Surroundings surroundings;

    /** Of monitors that are polled and not asked. */
    private final Surroundings watching;

    /** Of those among them that were added while tori runs. */
    private final Surroundings fenced;

    private final @Nullable Recorder recorder;

    /** What monitors fetch through that were added while tori runs. */
    private final Transport within;

    /** Neighbours in a file mostly want the same: then they share it. */
    private volatile ShopifySettings.@Nullable Terms latest;

    MonitorFactory(
            Transport transport,
            StateStore store,
            InstantSource wall,
            NanoClock clock,
            UuidV7 ids,
            Meters meters) {
        this(transport, store, wall, clock, ids, meters, StoreFacts.shared());
    }

    /**
     * @param facts what stores say about themselves
     */
    MonitorFactory(
            Transport transport,
            StateStore store,
            InstantSource wall,
            NanoClock clock,
            UuidV7 ids,
            Meters meters,
            StoreFacts facts) {
        this(
                new Surroundings(
                        transport, store, wall, clock, ids, meters, new BufferPool(), facts),
                null,
                transport);
    }

    private MonitorFactory(
            Surroundings surroundings, @Nullable Recorder recorder, Transport within) {
        this.surroundings = surroundings;
        this.watching = surroundings.unasked();
        this.fenced = watching.through(within);
        this.recorder = recorder;
        this.within = within;
    }

    /** A factory whose monitors that were added while tori runs fetch through another transport. */
    MonitorFactory within(Transport other) {
        return new MonitorFactory(surroundings, recorder, other);
    }

    /** A factory whose {@link #watched} monitors record what they are configured to. */
    MonitorFactory recording(Recorder other) {
        return new MonitorFactory(surroundings, other, within);
    }

    /** A factory of monitors that say what becomes of changes. */
    MonitorFactory telling(ChangeJournal journal) {
        return new MonitorFactory(surroundings.told(journal), recorder, within);
    }

    /** The monitor to be polled, with its polls written down if it is configured so. */
    Monitor watched(MonitorConfig config, HttpConfig http) {
        RecordConfig record = config.record();
        if (record == null || recorder == null) {
            return monitor(config, http, config.fenced() ? fenced : watching);
        }
        URI site = config.siteUrl();
        PollFacts facts = new PollFacts(surroundings.facts(), site);
        MonitorRecording recording =
                recorder.open(
                        config.id(),
                        new MonitorRecording.Sources(
                                surroundings.transport(),
                                surroundings.store(),
                                () -> {
                                    facts.begin();
                                    return facts.note(site);
                                }),
                        new RecordingSettings(
                                Path.of(record.directory()),
                                record.maxBytes(),
                                record.maxAge(),
                                MonitorExcerpt.json(config)));
        return recording.of(
                monitor(
                        config,
                        http,
                        watching.recorded(recording, recording, recording, recording, facts)));
    }

    /** The monitor, which has not looked at anything yet. */
    StoreMonitor monitor(MonitorConfig config, HttpConfig http) {
        return monitor(config, http, config.fenced() ? surroundings.through(within) : surroundings);
    }

    private StoreMonitor monitor(MonitorConfig config, HttpConfig http, Surroundings surroundings) {
        Duration timeout = config.schedule().timeout();
        long maxBytes = http.maxBodyBytes();
        return switch (config.kind()) {
            case ShopifyConfig shopify ->
                    new CatalogMonitor(
                            config.id(),
                            new ShopifySettings(config.site(), terms(shopify, timeout, maxBytes)),
                            surroundings);
            case ShopifyProductConfig product ->
                    new ProductMonitor(
                            config.id(),
                            new ProductSettings(
                                    config.siteUrl(),
                                    product.handle(),
                                    product.alerts(),
                                    timeout,
                                    maxBytes),
                            surroundings);
            case ShopifyPasswordConfig password ->
                    new PasswordMonitor(
                            config.id(),
                            new PasswordSettings(
                                    config.siteUrl(), password.events(), timeout, maxBytes),
                            surroundings);
            case UptimeConfig _ ->
                    throw new IllegalArgumentException(config.id() + " looks at no store");
        };
    }

    private ShopifySettings.Terms terms(ShopifyConfig config, Duration timeout, long maxBytes) {
        ShopifySettings.Terms terms = new ShopifySettings.Terms(config, timeout, maxBytes);
        ShopifySettings.Terms before = latest;
        if (before != null && terms.equals(before)) {
            return before;
        }
        latest = terms;
        return terms;
    }

    /** When the monitor counts as blind. */
    BlindTerms blindTerms(Schedule schedule) {
        return new BlindTerms(schedule.blindAfter(), surroundings.ids()::next);
    }

    /** When the monitor polls. */
    static Cadence cadence(Schedule schedule) {
        AdaptiveConfig adaptive = schedule.adaptive();
        return new Cadence(
                schedule.interval(),
                schedule.jitter(),
                schedule.timeout(),
                schedule.backoff(),
                schedule.maxAttempts(),
                adaptive == null
                        ? null
                        : new Tempo(
                                adaptive.fastest(),
                                adaptive.fastFor(),
                                adaptive.slowest(),
                                adaptive.slowAfter()));
    }
}
