package tori.check;

import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

import tori.config.ConfigLoader;
import tori.config.ConnectivityConfig;
import tori.config.DnsCheckConfig;
import tori.config.HttpCheckConfig;
import tori.config.KindConfig;
import tori.config.LoadResult;
import tori.config.TcpCheckConfig;
import tori.time.SystemClocks;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Makes checks as the configuration would, on real sockets, with names of the test's own. */
final class CheckBench {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Certificates are judged by this. */
    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final Names names;
    private final HandshakeCertificates trusted;

    CheckBench(Map<String, InetAddress> hosts, HeldCertificate... authorities) {
        this.names =
                (host, maxWaitNanos) -> {
                    InetAddress address = hosts.get(host);
                    if (address == null) {
                        throw new UnknownHostException(host);
                    }
                    return List.of(address);
                };
        HandshakeCertificates.Builder trust = new HandshakeCertificates.Builder();
        for (HeldCertificate authority : authorities) {
            trust.addTrustedCertificate(authority.certificate());
        }
        this.trusted = trust.build();
    }

    /** The check that a monitor written like this makes. */
    InspectedCheck check(String monitor, Duration timeout) {
        CheckFactory factory =
                new CheckFactory(
                        new CheckSurroundings(
                                names, () -> "tori/test", SystemClocks.monotonic(), () -> NOW),
                        new Connectivity(
                                new ConnectivityConfig(
                                        List.of(), Duration.ofSeconds(1), Duration.ofSeconds(1)),
                                (target, wait) -> false,
                                () -> true,
                                SystemClocks.monotonic()),
                        trusted::trustManager);
        KindConfig kind = kind(monitor);
        return switch (kind) {
            case HttpCheckConfig http -> factory.http(http, timeout);
            case TcpCheckConfig tcp -> factory.tcp(tcp, timeout);
            case DnsCheckConfig dns -> factory.dns(dns, timeout);
            default -> throw new IllegalArgumentException(monitor);
        };
    }

    CheckReport look(String monitor) throws InterruptedException {
        return check(monitor, PATIENCE).look();
    }

    /** What the configuration makes of a monitor, written as a mapping on one line. */
    static KindConfig kind(String monitor) {
        String text = "sites:\n  - name: box\n    monitors:\n      - {name: it, " + monitor + "}\n";
        LoadResult result = new ConfigLoader(name -> null).load("config.yaml", text);
        if (result instanceof LoadResult.Loaded loaded) {
            return loaded.config().monitors().getFirst().kind();
        }
        throw new IllegalArgumentException(result.toString());
    }
}
