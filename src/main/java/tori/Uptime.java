package tori;

import tori.check.CheckFactory;
import tori.config.DnsCheckConfig;
import tori.config.HeartbeatConfig;
import tori.config.HttpCheckConfig;
import tori.config.IncidentConfig;
import tori.config.MaintenanceConfig;
import tori.config.MonitorConfig;
import tori.config.Secret;
import tori.config.SurroundingsConfig;
import tori.config.TcpCheckConfig;
import tori.config.UptimeConfig;
import tori.heartbeat.HeartbeatCheck;
import tori.heartbeat.Heartbeats;
import tori.incident.Check;
import tori.incident.IncidentTerms;
import tori.model.MonitorId;
import tori.network.AddressFence;
import tori.poll.Monitor;
import tori.uptime.CheckMonitor;
import tori.uptime.CheckTerms;
import tori.uptime.IncidentEvents;
import tori.uptime.UptimeServices;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Makes the monitors that look whether something works. Any thread. */
final class Uptime {

    private final UptimeServices services;
    private final Heartbeats heartbeats;
    private final CheckFactory checks;
    private final CheckFactory within;

    /** One whose added monitors may look nowhere but at the internet. */
    Uptime(UptimeServices services, Heartbeats heartbeats, CheckFactory checks) {
        this(services, heartbeats, checks, new AddressFence(List.of()));
    }

    /**
     * @param heartbeats where pushes find their monitor
     * @param checks makes what looks at addresses, ports and names
     * @param fence says where monitors may look that were added while tori runs
     */
    Uptime(
            UptimeServices services,
            Heartbeats heartbeats,
            CheckFactory checks,
            AddressFence fence) {
        this.services = services;
        this.heartbeats = heartbeats;
        this.checks = checks;
        this.within = checks.within(fence);
    }

    /** Times of maintenance as the configuration in force has them. */
    static UptimeServices.Windows windows(Supplier<SurroundingsConfig> surroundings) {
        return (monitor, now) -> {
            Duration longest = Duration.ZERO;
            for (MaintenanceConfig window : surroundings.get().maintenance()) {
                if (window.covers(monitor.site(), now)) {
                    Duration left = Duration.between(now, window.to());
                    longest = left.compareTo(longest) > 0 ? left : longest;
                }
            }
            return longest;
        };
    }

    /** The monitor, which has not looked at anything yet. */
    Monitor monitor(MonitorConfig config, UptimeConfig kind) {
        boolean pushed = kind instanceof HeartbeatConfig;
        return new CheckMonitor(config.id(), check(config, kind), terms(config, pushed), services);
    }

    private Check check(MonitorConfig config, UptimeConfig kind) {
        Duration timeout = config.schedule().timeout();
        CheckFactory makers = config.fenced() ? within : checks;
        return switch (kind) {
            case HeartbeatConfig heartbeat -> heartbeat(config.id(), heartbeat);
            case HttpCheckConfig http -> makers.http(http, timeout);
            case TcpCheckConfig tcp -> makers.tcp(tcp, timeout);
            case DnsCheckConfig dns -> makers.dns(dns, timeout);
        };
    }

    private Check heartbeat(MonitorId id, HeartbeatConfig config) {
        IncidentEvents events = services.events();
        HeartbeatCheck check =
                new HeartbeatCheck(
                        id,
                        config.expectEvery(),
                        services.states(),
                        events.clock(),
                        events.wall(),
                        services.lapses());
        Secret token = config.token();
        heartbeats.put(id, check, token == null ? null : token.value());
        return check;
    }

    /**
     * @param pushed one push that is missed, or comes, decides
     */
    private static CheckTerms terms(MonitorConfig config, boolean pushed) {
        IncidentConfig incident = config.schedule().incident();
        return new CheckTerms(
                new IncidentTerms(
                        pushed ? 1 : incident.openAfter(),
                        pushed ? 1 : incident.closeAfter(),
                        incident.remindEvery(),
                        !incident.wanted()),
                incident.recheckEvery(),
                config.schedule().interval(),
                pushed);
    }

    /** The monitor is watched no more. */
    void forget(MonitorId id) {
        services.board().forget(id);
        heartbeats.remove(id);
    }
}
