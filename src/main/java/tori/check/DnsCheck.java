package tori.check;

import org.jspecify.annotations.Nullable;

import tori.config.DnsCheckConfig;
import tori.config.HostPort;
import tori.config.IpVersion;
import tori.incident.CheckCause;
import tori.incident.CheckResult;
import tori.incident.CheckResult.Failed;
import tori.network.AddressFence;
import tori.time.NanoClock;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Asks a DNS server for a name's records. One thread at a time; interrupting a virtual one ends the
 * check.
 */
final class DnsCheck implements InspectedCheck {

    private static final int MAX_SHOWN = 5;

    private final DnsCheckConfig config;
    private final Duration timeout;
    private final NanoClock clock;
    private final Names names;
    private final @Nullable AddressFence fence;
    private final DnsClient client;

    /**
     * @param fence says which servers it may ask beside the system's; null for all
     */
    DnsCheck(
            DnsCheckConfig config,
            Duration timeout,
            CheckSurroundings surroundings,
            @Nullable AddressFence fence) {
        this.config = config;
        this.timeout = timeout;
        this.clock = surroundings.clock();
        this.names = surroundings.names();
        this.fence = fence;
        this.client = new DnsClient(timeout, clock, new SecureRandom());
    }

    @Override
    public CheckReport look() throws InterruptedException {
        long startNanos = clock.nanoTime();
        try {
            DnsAnswer answer = ask(servers());
            Duration took = Duration.ofNanos(clock.nanoTime() - startNanos);
            return answer instanceof DnsAnswer.Records records
                    ? judged(records.values(), took)
                    : report(failure(answer, took), took, List.of());
        } catch (IOException e) {
            if (Thread.interrupted()) {
                InterruptedException interrupted = new InterruptedException("interrupted");
                interrupted.initCause(e);
                throw interrupted;
            }
            Duration took = Duration.ofNanos(clock.nanoTime() - startNanos);
            return report(failure(e, took), took, List.of());
        }
    }

    /** Whom to ask; within a fence the very address that was judged, whatever a name says next. */
    private List<InetSocketAddress> servers() throws IOException, InterruptedException {
        HostPort resolver = config.resolver();
        if (resolver == null) {
            return SystemNameServers.addresses();
        }
        InetAddress address =
                Targets.resolve(resolver.host(), IpVersion.ANY, names, timeout.toNanos())
                        .getFirst();
        if (fence != null) {
            fence.require(address);
        }
        return List.of(new InetSocketAddress(address, resolver.port()));
    }

    /** What the first says that knows; else what the last said. */
    private DnsAnswer ask(List<InetSocketAddress> servers) throws IOException {
        for (int i = 0; ; i++) {
            boolean last = i == servers.size() - 1;
            try {
                DnsAnswer answer = client.ask(servers.get(i), config.name(), config.record());
                boolean knows =
                        answer instanceof DnsAnswer.Records
                                || answer instanceof DnsAnswer.NoSuchName;
                if (knows || last) {
                    return answer;
                }
            } catch (IOException e) {
                if (last || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }

    private CheckReport judged(List<String> found, Duration took) {
        List<Condition> conditions = new ArrayList<>();
        String records = config.record() + " records";
        String shown = found.stream().limit(MAX_SHOWN).collect(Collectors.joining(", "));
        if (config.expect().isEmpty()) {
            String wanted = config.name() + " has " + records;
            conditions.add(
                    found.isEmpty()
                            ? Condition.failed(
                                    CheckCause.DNS, wanted, config.name() + " has no " + records)
                            : Condition.passed(CheckCause.DNS, wanted));
        }
        for (String expected : config.expect()) {
            String wanted = records + " hold " + Conditions.quoted(expected);
            boolean there =
                    found.stream()
                            .anyMatch(each -> RecordText.isSame(config.record(), expected, each));
            conditions.add(
                    there
                            ? Condition.passed(CheckCause.DNS, wanted)
                            : Condition.failed(
                                    CheckCause.DNS,
                                    wanted,
                                    found.isEmpty()
                                            ? config.name() + " has no " + records
                                            : "the "
                                                    + records
                                                    + " of "
                                                    + config.name()
                                                    + " are "
                                                    + Conditions.quoted(shown)
                                                    + ", without "
                                                    + Conditions.quoted(expected)));
        }
        Condition latency =
                Conditions.latency("the look-up of " + config.name(), took, config.latency());
        if (latency != null) {
            conditions.add(latency);
        }
        return report(Conditions.result(conditions, took), took, conditions);
    }

    private CheckReport report(CheckResult result, Duration took, List<Condition> conditions) {
        return new CheckReport(
                result, peer(), 0, new Phases(took, null, null, null, took), null, conditions);
    }

    /** A server on this machine asks others in turn, and so says nothing about the network. */
    private @Nullable InetAddress peer() {
        HostPort resolver = config.resolver();
        InetAddress peer = resolver == null ? null : Targets.literal(resolver.host());
        return peer == null || peer.isLoopbackAddress() ? null : peer;
    }

    private String server() {
        HostPort resolver = config.resolver();
        return resolver == null ? "the system's DNS server" : resolver.toString();
    }

    private Failed failure(DnsAnswer answer, Duration took) {
        String name = config.name();
        String words =
                switch (answer) {
                    case DnsAnswer.NoSuchName _ -> "there is no name " + name;
                    case DnsAnswer.Failing _ -> server() + " could not look up " + name;
                    case DnsAnswer.Refused _ -> server() + " refused to look up " + name;
                    case DnsAnswer.Records _, DnsAnswer.CutShort _ ->
                            throw new IllegalArgumentException("no failure: " + answer);
                };
        return new Failed(CheckCause.DNS, words, took);
    }

    private Failed failure(IOException e, Duration took) {
        if (e instanceof DnsFormatException) {
            return new Failed(CheckCause.DNS, server() + " " + e.getMessage(), took);
        }
        if (e instanceof PortUnreachableException || e instanceof ConnectException) {
            return new Failed(CheckCause.CONNECT, server() + " takes no DNS queries", took);
        }
        if (e instanceof SocketTimeoutException) {
            return new Failed(
                    CheckCause.TIMEOUT,
                    server() + " did not answer within " + Conditions.words(timeout),
                    took);
        }
        HostPort resolver = config.resolver();
        return resolver == null
                ? new Failed(CheckCause.CONNECT, String.valueOf(e.getMessage()), took)
                : new FailureWords(resolver.host(), timeout).of(e, Stage.RESOLVING, false, took);
    }
}
