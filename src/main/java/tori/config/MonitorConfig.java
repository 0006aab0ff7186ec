package tori.config;

import org.jspecify.annotations.Nullable;

import tori.model.MonitorId;

import java.net.URI;
import java.util.List;

/**
 * One monitor of one site, with what it inherits.
 *
 * @param id unique
 * @param site its address: {@code http}, {@code https} or {@code demo}; without a trailing slash.
 *     As text, because a parsed one takes 300 bytes more, and there may be a million
 * @param terms the rest
 */
public record MonitorConfig(MonitorId id, String site, Terms terms) {

    /**
     * What many monitors have in common; may be shared by them.
     *
     * @param enabled whether both the site and the monitor are
     * @param schedule when it polls
     * @param told whom it tells what
     * @param kind what it watches
     * @param record where it writes down what it fetches; null for nowhere
     * @param fenced whether it was added while tori runs, and so must not ask every address
     */
    public record Terms(
            boolean enabled,
            Schedule schedule,
            NotifyConfig told,
            KindConfig kind,
            @Nullable RecordConfig record,
            boolean fenced) {}

    /** One of the configuration file. */
    public MonitorConfig(
            MonitorId id,
            String site,
            boolean enabled,
            Schedule schedule,
            NotifyConfig told,
            KindConfig kind,
            @Nullable RecordConfig record) {
        this(id, site, new Terms(enabled, schedule, told, kind, record, false));
    }

    /** Whether both the site and the monitor are. */
    public boolean enabled() {
        return terms.enabled();
    }

    /** When it polls. */
    public Schedule schedule() {
        return terms.schedule();
    }

    /** Whom it tells what. */
    public NotifyConfig told() {
        return terms.told();
    }

    /** What it watches. */
    public KindConfig kind() {
        return terms.kind();
    }

    /** Where it writes down what it fetches; null for nowhere. */
    public @Nullable RecordConfig record() {
        return terms.record();
    }

    /** Whether it was added while tori runs, and so must not ask every address. */
    public boolean fenced() {
        return terms.fenced();
    }

    /** The same, added while tori runs: it records nothing, and asks not every address. */
    MonitorConfig added() {
        return new MonitorConfig(
                id, site, new Terms(enabled(), schedule(), told(), kind(), null, true));
    }

    /** The names of those that are told something, each defined; without duplicates. */
    public List<String> destinations() {
        return told().destinations();
    }

    /** Whether the other differs from this at most in whom it tells what. */
    public boolean watchesLike(MonitorConfig other) {
        return equals(
                new MonitorConfig(
                        other.id,
                        other.site,
                        new Terms(
                                other.enabled(),
                                other.schedule(),
                                told(),
                                other.kind(),
                                other.record(),
                                other.fenced())));
    }

    /**
     * One with its address parsed already, that tells these destinations everything and records
     * nothing.
     */
    public MonitorConfig(
            MonitorId id,
            URI siteUrl,
            boolean enabled,
            Schedule schedule,
            List<String> destinations,
            KindConfig kind) {
        this(
                id,
                siteUrl.toString(),
                enabled,
                schedule,
                NotifyConfig.everything(destinations),
                kind,
                null);
    }

    /** The site's address. */
    public URI siteUrl() {
        return URI.create(site);
    }
}
