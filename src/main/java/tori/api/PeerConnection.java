package tori.api;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;

import org.jspecify.annotations.Nullable;

import tori.time.NanoClock;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/**
 * One connection of a client, as the HTTP library reads and writes it: says what the client is at
 * and for how long, and bounds what is read for one request. The connection's own thread reads,
 * writes and closes; {@link Connections} looks at it and cuts it off from another.
 */
final class PeerConnection implements ServerConnection, ConnectionContext, InterruptableTask<Void> {

    /** Head and body at their largest, and each byte of the body in a chunk of its own. */
    static final long MAX_REQUEST_BYTES = 512 * 1024;

    /** What a refused client may go on to send before it has read the refusal. */
    static final long MAX_UNREAD_BYTES = 4 * 1024 * 1024;

    /** Between two requests; longer than scrapers wait, who would meet the end halfway. */
    static final Duration SILENCE = Duration.ofSeconds(75);

    /** From the first byte of a request to the end of its headers. */
    static final Duration HEAD = Duration.ofSeconds(10);

    /** From there to the end of the body; a few kilobytes a second. */
    static final Duration BODY = Duration.ofSeconds(20);

    /**
     * For the answer, and as much more as its size takes at the slowest. Readers of the live stream
     * lose their place before.
     */
    static final Duration ANSWER = Duration.ofSeconds(20);

    static final long SLOWEST_BYTES_PER_SECOND = 64 * 1024;

    /** For what a refused client still sends. */
    static final Duration UNREAD = Duration.ofSeconds(4);

    private static final int TOO_LARGE = Status.REQUEST_ENTITY_TOO_LARGE_413.code();

    /** What the client is at. */
    enum Phase {
        /** Says nothing; has no request under way. */
        SILENT,
        /** Sends the head of a request. */
        HEAD,
        /** Sends a body, waits for the answer or reads it. */
        REQUEST,
        /** Was refused, and sends on. */
        REFUSED
    }

    /** What it is at, and since when. */
    private record Stage(Phase phase, long sinceNanos) {}

    private final ConnectionContext real;
    private final NanoClock clock;
    private final DataReader reader = DataReader.create(this::receive);
    private final DataWriter writer = new Writer();
    private @Nullable ServerConnection http;
    private final Consumer<PeerConnection> gone;
    private final String peer;
    private volatile Stage stage;
    private volatile boolean reading;
    private volatile long writeDeadlineNanos;
    private volatile boolean writing;
    private long received;
    private boolean body;
    private boolean closeAsked;
    private boolean answered;
    private boolean last;
    private boolean refused;

    /**
     * @param gone hears that it is over
     */
    PeerConnection(ConnectionContext real, NanoClock clock, Consumer<PeerConnection> gone) {
        this.real = real;
        this.clock = clock;
        this.gone = gone;
        // Found out now: a socket that is closed does not tell.
        this.peer =
                real.remotePeer().address() instanceof InetSocketAddress address
                        ? address.getAddress().getHostAddress()
                        : "";
        this.stage = new Stage(Phase.SILENT, clock.nanoTime());
    }

    /** What speaks HTTP over it; before anything else. */
    void speak(ServerConnection protocol) {
        http = protocol;
    }

    private void enter(Phase next) {
        stage = new Stage(next, clock.nanoTime());
    }

    private byte @Nullable [] receive() {
        if (answered) {
            if (last) {
                return null;
            }
            answered = false;
            enter(Phase.SILENT);
        }
        byte[] bytes;
        reading = true;
        try {
            bytes = serverSocket().get();
        } catch (UncheckedIOException e) {
            throw new ServerConnectionException("the client is gone", e);
        } finally {
            reading = false;
        }
        if (bytes == null) {
            return null;
        }
        if (stage.phase() == Phase.SILENT) {
            enter(Phase.HEAD);
        }
        received += bytes.length;
        if (received > MAX_REQUEST_BYTES) {
            throw RequestException.builder()
                    .type(DirectHandler.EventType.BAD_REQUEST)
                    .status(Status.REQUEST_ENTITY_TOO_LARGE_413)
                    .setKeepAlive(false)
                    .message("the request is too large")
                    .build();
        }
        return bytes;
    }

    /** The first line of a request has come. */
    void begun() {
        requireMore();
        received = 0;
        answered = false;
        refused = false;
        enter(Phase.HEAD);
    }

    /** What follows a body that was not read to its end is no request, and is not answered. */
    private void requireMore() {
        if (last) {
            throw new CloseConnectionException("the connection was said to be closed");
        }
    }

    /** The headers of a request have come. */
    void headed(Headers headers) {
        body =
                headers.contains(HeaderNames.TRANSFER_ENCODING)
                        || (headers.contains(HeaderNames.CONTENT_LENGTH)
                                && !headers.get(HeaderNames.CONTENT_LENGTH).get().equals("0"));
        closeAsked = headers.containsToken(HeaderValues.CONNECTION_CLOSE);
        enter(Phase.REQUEST);
    }

    /** An answer begins. */
    void answered(Status status) {
        requireMore();
        answered = true;
        // Whoever asks for the end waits for it, and has sent all there is – unless it is too much.
        boolean more = body && (!closeAsked || status.code() == TOO_LARGE);
        refused = status.code() >= 400 && (more || stage.phase() != Phase.REQUEST);
    }

    /** The headers of an answer are known. */
    void answered(Headers headers) {
        last = headers.containsToken(HeaderValues.CONNECTION_CLOSE);
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        try {
            Objects.requireNonNull(http).handle(limit);
        } finally {
            try {
                readOn();
            } finally {
                gone.accept(this);
            }
        }
    }

    /**
     * Takes what a refused client still sends: a connection that is closed before that resets, and
     * the client may never see why.
     */
    private void readOn() {
        if (!refused) {
            return;
        }
        enter(Phase.REFUSED);
        try {
            long left = MAX_UNREAD_BYTES;
            byte[] bytes = serverSocket().get();
            while (bytes != null && left > 0) {
                left -= bytes.length;
                bytes = serverSocket().get();
            }
        } catch (UncheckedIOException e) {
            // It has gone, or taken too long: nothing is lost with it.
        }
    }

    /** Whether it has taken longer than anybody needs. */
    boolean isOverdue(long nowNanos) {
        Stage at = stage;
        long nanos = nowNanos - at.sinceNanos();
        return (writing && nowNanos - writeDeadlineNanos > 0)
                || switch (at.phase()) {
                    case SILENT -> nanos > SILENCE.toNanos();
                    case HEAD -> nanos > HEAD.toNanos();
                    case REQUEST -> reading && nanos > BODY.toNanos();
                    case REFUSED -> nanos > UNREAD.toNanos();
                };
    }

    /** Whether it can be done without: no request has been understood and waits for its answer. */
    boolean isSpare() {
        return reading || stage.phase() != Phase.REQUEST;
    }

    /** Since when it is at what it is at. */
    long sinceNanos() {
        return stage.sinceNanos();
    }

    /** The address at the other end. */
    String peer() {
        return peer;
    }

    /** Takes the connection away; whatever is read or written fails. Any thread. */
    void cut() {
        try {
            serverSocket().close();
        } catch (UncheckedIOException e) {
            // It is gone already.
        }
    }

    @Override
    public Duration idleTime() {
        return Objects.requireNonNull(http).idleTime();
    }

    @Override
    public void close(boolean interrupt) {
        Objects.requireNonNull(http).close(interrupt);
    }

    /** Whether a server that stops need not wait for it. */
    @Override
    public boolean canInterrupt() {
        return stage.phase() == Phase.REFUSED
                || (http instanceof InterruptableTask<?> task && task.canInterrupt());
    }

    @Override
    public ListenerContext listenerContext() {
        return real.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return real.executor();
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public Router router() {
        return real.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return real.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return real.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return real.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return real.localPeer();
    }

    @Override
    public boolean isSecure() {
        return real.isSecure();
    }

    @Override
    public String socketId() {
        return real.socketId();
    }

    @Override
    public String childSocketId() {
        return real.childSocketId();
    }

    /** Says until when what is written should have been taken. */
    private final class Writer implements DataWriter {

        @Override
        public void write(BufferData... buffers) {
            timed(BufferData.create(buffers));
        }

        @Override
        public void write(BufferData buffer) {
            timed(buffer);
        }

        @Override
        public void writeNow(BufferData... buffers) {
            timed(BufferData.create(buffers));
        }

        @Override
        public void writeNow(BufferData buffer) {
            timed(buffer);
        }

        @Override
        public void flush() {
            real.dataWriter().flush();
        }

        private void timed(BufferData data) {
            long nanos = ANSWER.plusSeconds(data.available() / SLOWEST_BYTES_PER_SECOND).toNanos();
            writeDeadlineNanos = clock.nanoTime() + nanos;
            writing = true;
            try {
                real.dataWriter().writeNow(data);
            } finally {
                writing = false;
            }
        }
    }
}
