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
import java.net.PortUnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.ServiceUnavailableException;

/**
 * Asks a DNS server for a name's records. One thread at a time; interrupting a virtual one ends the
 * check.
 */
final class DnsCheck implements InspectedCheck {

    /** Causes of causes; a longer chain is a circle. */
    private static final int MAX_DEPTH = 16;

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
        this.client = new DnsClient(config.resolver(), timeout);
    }

    @Override
    public CheckReport look() throws InterruptedException {
        long startNanos = clock.nanoTime();
        try {
            List<String> found = client().ask(config.name(), config.record());
            return judged(found, Duration.ofNanos(clock.nanoTime() - startNanos));
        } catch (NamingException e) {
            if (Thread.interrupted()) {
                InterruptedException interrupted = new InterruptedException("interrupted");
                interrupted.initCause(e);
                throw interrupted;
            }
            Duration took = Duration.ofNanos(clock.nanoTime() - startNanos);
            return report(failure(e, took), took, List.of());
        } catch (IOException e) {
            Duration took = Duration.ofNanos(clock.nanoTime() - startNanos);
            HostPort resolver = config.resolver();
            String host = resolver == null ? "" : resolver.host();
            return report(
                    new FailureWords(host, timeout).of(e, Stage.RESOLVING, false, took),
                    took,
                    List.of());
        }
    }

    /**
     * Within a fence, one that asks the very address that was judged, whatever a name says next.
     */
    private DnsClient client() throws IOException, InterruptedException {
        HostPort resolver = config.resolver();
        if (fence == null || resolver == null) {
            return client;
        }
        InetAddress address =
                Targets.resolve(resolver.host(), IpVersion.ANY, names, timeout.toNanos())
                        .getFirst();
        fence.require(address);
        return new DnsClient(new HostPort(address.getHostAddress(), resolver.port()), timeout);
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

    private Failed failure(NamingException e, Duration took) {
        String name = config.name();
        if (e instanceof NameNotFoundException) {
            return new Failed(CheckCause.DNS, "there is no name " + name, took);
        }
        HostPort resolver = config.resolver();
        String server = resolver == null ? "the system's DNS server" : resolver.toString();
        if (isRefused(e)) {
            return new Failed(CheckCause.CONNECT, server + " takes no DNS queries", took);
        }
        if (e instanceof ServiceUnavailableException) {
            return new Failed(CheckCause.DNS, server + " could not look up " + name, took);
        }
        if (DnsClient.isUnanswered(e)) {
            return new Failed(
                    CheckCause.TIMEOUT,
                    server + " did not answer within " + Conditions.words(timeout),
                    took);
        }
        return new Failed(CheckCause.DNS, server + " refused to look up " + name, took);
    }

    private static boolean isRefused(NamingException e) {
        Throwable each = e;
        for (int depth = 0; each != null && depth < MAX_DEPTH; depth++) {
            if (each instanceof PortUnreachableException || each instanceof ConnectException) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }
}
