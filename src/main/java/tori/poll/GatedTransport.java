package tori.poll;

import org.jspecify.annotations.Nullable;

import tori.time.NanoClock;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Lets every fetch of another transport pass the gate first, and keeps its permit until the reply
 * is closed. Tells the gate when a host asks to be left alone. Thread-safe.
 *
 * <p>What the other transport redirects to belongs to the fetch that was let through and does not
 * pass again.
 */
public final class GatedTransport implements Transport {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SHOPIFY_SECURITY_REJECTION = 430;

    private final Transport transport;
    private final OutboundGate gate;
    private final NanoClock clock;
    private final InstantSource wall;

    public GatedTransport(
            Transport transport, OutboundGate gate, NanoClock clock, InstantSource wall) {
        this.transport = transport;
        this.gate = gate;
        this.clock = clock;
        this.wall = wall;
    }

    @Override
    public Reply fetch(Fetch fetch) throws IOException, InterruptedException {
        String host = fetch.uri().getHost();
        if (host == null) {
            throw new FetchException(
                    PollResult.Cause.DNS, "an address without a host cannot be fetched", null);
        }
        OutboundGate.Permit permit = gate.acquire(host, fetch.timeout());
        boolean handedOver = false;
        try {
            Reply reply = transport.fetch(fetch);
            heed(host, reply);
            handedOver = true;
            return new GatedReply(reply, permit);
        } finally {
            if (!handedOver) {
                permit.release();
            }
        }
    }

    private void heed(String host, Reply reply) {
        int status = reply.status();
        if (status != TOO_MANY_REQUESTS && status != SHOPIFY_SECURITY_REJECTION) {
            return;
        }
        Duration wait = RetryAfter.parse(reply.header("Retry-After"), wall.instant());
        if (wait != null) {
            Duration bounded =
                    wait.compareTo(Timetable.MAX_RETRY_AFTER) > 0
                            ? Timetable.MAX_RETRY_AFTER
                            : wait;
            gate.penalise(host, clock.nanoTime() + bounded.toNanos());
        }
    }

    private record GatedReply(Reply reply, OutboundGate.Permit permit) implements Reply {

        @Override
        public int status() {
            return reply.status();
        }

        @Override
        public @Nullable String header(String name) {
            return reply.header(name);
        }

        @Override
        public URI uri() {
            return reply.uri();
        }

        @Override
        public InputStream body() {
            return reply.body();
        }

        @Override
        public boolean repeats() throws IOException {
            return reply.repeats();
        }

        @Override
        public boolean copyTo(WireCopy copy) {
            return reply.copyTo(copy);
        }

        @Override
        public @Nullable BodyPrint print() {
            return reply.print();
        }

        @Override
        public long lastByteNanos(long otherwiseNanos) {
            return reply.lastByteNanos(otherwiseNanos);
        }

        @Override
        public void close() throws IOException {
            try {
                reply.close();
            } finally {
                permit.release();
            }
        }
    }
}
