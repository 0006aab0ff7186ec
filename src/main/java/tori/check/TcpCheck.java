package tori.check;

import org.jspecify.annotations.Nullable;

import tori.config.HostPort;
import tori.config.Secret;
import tori.config.TcpCheckConfig;
import tori.incident.CheckCause;
import tori.incident.CheckResult;
import tori.network.AddressFence;
import tori.time.NanoClock;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Connects to a port, and perhaps says something and waits for words. One thread at a time;
 * interrupting a virtual one ends the check.
 */
final class TcpCheck implements InspectedCheck {

    /** Greetings are shorter. */
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    private static final int CHUNK_BYTES = 4 * 1024;

    private final TcpCheckConfig config;
    private final Duration timeout;
    private final CheckSurroundings surroundings;
    private final @Nullable AddressFence fence;

    /**
     * @param fence says where it may connect to; null for everywhere
     */
    TcpCheck(
            TcpCheckConfig config,
            Duration timeout,
            CheckSurroundings surroundings,
            @Nullable AddressFence fence) {
        this.config = config;
        this.timeout = timeout;
        this.surroundings = surroundings;
        this.fence = fence;
    }

    @Override
    public CheckReport look() throws InterruptedException {
        Look look = new Look(surroundings.clock());
        try {
            return look.run();
        } catch (IOException e) {
            if (Thread.interrupted()) {
                InterruptedException interrupted = new InterruptedException("interrupted");
                interrupted.initCause(e);
                throw interrupted;
            }
            return look.brokenOff(e);
        }
    }

    /** One check; one thread. */
    private final class Look {

        private final NanoClock clock;
        private final long startNanos;
        private final long deadlineNanos;
        private Stage stage = Stage.RESOLVING;
        private @Nullable InetAddress peer;
        private @Nullable Duration dns;
        private @Nullable Duration connect;
        private @Nullable Duration firstByte;

        private Look(NanoClock clock) {
            this.clock = clock;
            this.startNanos = clock.nanoTime();
            this.deadlineNanos = startNanos + timeout.toNanos();
        }

        private CheckReport run() throws IOException, InterruptedException {
            HostPort address = config.address();
            List<InetAddress> addresses =
                    Targets.resolve(
                            address.host(),
                            config.ip(),
                            surroundings.names(),
                            deadlineNanos - clock.nanoTime());
            if (Targets.literal(address.host()) == null) {
                dns = since(startNanos);
            }
            stage = Stage.CONNECTING;
            try (Socket socket = connected(addresses)) {
                stage = Stage.ASKING;
                return talk(socket);
            }
        }

        private Socket connected(List<InetAddress> addresses) throws IOException {
            long from = clock.nanoTime();
            IOException last = null;
            for (int i = 0; i < addresses.size(); i++) {
                InetAddress candidate = addresses.get(i);
                peer = candidate;
                Socket socket = new Socket();
                boolean open = false;
                try {
                    if (fence != null) {
                        fence.require(candidate);
                    }
                    // What is left is shared among those that have not been tried.
                    int millis = millisLeft(addresses.size() - i);
                    socket.connect(
                            new InetSocketAddress(candidate, config.address().port()), millis);
                    connect = since(from);
                    open = true;
                    return socket;
                } catch (IOException e) {
                    last = e;
                } finally {
                    if (!open) {
                        socket.close();
                    }
                }
            }
            throw last == null ? new SocketTimeoutException("no address") : last;
        }

        private CheckReport talk(Socket socket) throws IOException {
            long from = clock.nanoTime();
            Secret send = config.send();
            if (send != null) {
                socket.getOutputStream().write(send.value().getBytes(StandardCharsets.UTF_8));
            }
            List<Condition> conditions = new ArrayList<>();
            String expected = config.expect();
            if (expected != null) {
                conditions.add(awaited(socket, expected, from));
            }
            Duration took = since(startNanos);
            Condition latency = Conditions.latency(config.address().host(), took, config.latency());
            if (latency != null) {
                conditions.add(latency);
            }
            return report(Conditions.result(conditions, took), took, conditions);
        }

        private Condition awaited(Socket socket, String expected, long fromNanos)
                throws IOException {
            // One character per byte: what is sought may come amid bytes that are no text.
            String sought =
                    new String(
                            expected.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            StringBuilder heard = new StringBuilder();
            InputStream in = socket.getInputStream();
            byte[] chunk = new byte[CHUNK_BYTES];
            String wanted = "sends " + Conditions.quoted(expected);
            while (heard.length() < MAX_ANSWER_BYTES) {
                socket.setSoTimeout(millisLeft(1));
                int count = in.read(chunk);
                if (count < 0) {
                    break;
                }
                if (firstByte == null) {
                    firstByte = since(fromNanos);
                    stage = Stage.READING;
                }
                int from = Math.max(0, heard.length() - sought.length());
                heard.append(new String(chunk, 0, count, StandardCharsets.ISO_8859_1));
                if (heard.indexOf(sought, from) >= 0) {
                    return Condition.passed(CheckCause.CONTENT, wanted);
                }
            }
            String start =
                    new String(
                            heard.toString().getBytes(StandardCharsets.ISO_8859_1),
                            StandardCharsets.UTF_8);
            return Condition.failed(
                    CheckCause.CONTENT,
                    wanted,
                    config.address()
                            + (start.isEmpty()
                                    ? " closed the connection without a word"
                                    : " sent " + Conditions.excerpt(start))
                            + " instead of "
                            + Conditions.quoted(expected));
        }

        private int millisLeft(int shares) throws SocketTimeoutException {
            long left = deadlineNanos - clock.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException("too late");
            }
            return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left / shares));
        }

        private Duration since(long nanos) {
            return Duration.ofNanos(clock.nanoTime() - nanos);
        }

        private CheckReport brokenOff(IOException e) {
            Duration took = since(startNanos);
            boolean late = deadlineNanos - clock.nanoTime() <= 0;
            String host =
                    stage == Stage.RESOLVING
                            ? config.address().host()
                            : config.address().toString();
            CheckResult.Failed failed = new FailureWords(host, timeout).of(e, stage, late, took);
            return report(failed, took, List.of());
        }

        private CheckReport report(CheckResult result, Duration took, List<Condition> conditions) {
            return new CheckReport(
                    result,
                    peer,
                    0,
                    new Phases(dns, connect, null, firstByte, took),
                    null,
                    conditions);
        }
    }
}
