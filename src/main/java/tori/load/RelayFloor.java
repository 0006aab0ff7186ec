package tori.load;

import org.HdrHistogram.Histogram;

import tori.time.NanoClock;
import tori.time.Sleeper;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/**
 * What the way itself takes, without tori: a byte goes out, a thread that does nothing else reads
 * it and writes one to a second connection, and its arrival there is noted. The time of two
 * wake-ups by the network, measured beside the load, on the same machine at the same moments.
 * {@link #start} and {@link #close} belong to one thread; three threads of its own do the rest.
 */
final class RelayFloor implements AutoCloseable {

    private static final long GAP_NANOS = Duration.ofMillis(50).toNanos();
    private static final long MAX_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private final NanoClock clock;
    private final Sleeper sleeper;
    private final Histogram relayed = new Histogram(1, MAX_NANOS, DIGITS);
    private final Socket out;
    private final Socket relayIn;
    private final Socket relayOut;
    private final Socket in;
    private volatile long sentNanos;
    private volatile boolean recording;
    private volatile boolean closed;

    private RelayFloor(NanoClock clock, Sleeper sleeper) throws IOException {
        this.clock = clock;
        this.sleeper = sleeper;
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 2, loopback)) {
            out = new Socket(loopback, server.getLocalPort());
            relayIn = server.accept();
            relayOut = new Socket(loopback, server.getLocalPort());
            in = server.accept();
        }
        out.setTcpNoDelay(true);
        relayOut.setTcpNoDelay(true);
    }

    static RelayFloor start(NanoClock clock, Sleeper sleeper) throws IOException {
        RelayFloor floor = new RelayFloor(clock, sleeper);
        start("floor relay", floor::relay);
        start("floor receiver", floor::receive);
        start("floor sender", floor::send);
        return floor;
    }

    /** A loop that ends when its sockets are closed. */
    private interface Loop {
        void run() throws IOException, InterruptedException;
    }

    private static void start(String name, Loop loop) {
        Thread.ofPlatform()
                .daemon()
                .name(name)
                .start(() -> {
                    try {
                        loop.run();
                    } catch (IOException e) {
                        return; // closed
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private void send() throws IOException, InterruptedException {
        OutputStream target = out.getOutputStream();
        byte[] one = {1};
        while (!closed) {
            sleeper.sleep(GAP_NANOS);
            sentNanos = clock.nanoTime();
            target.write(one);
        }
    }

    private void relay() throws IOException {
        InputStream source = relayIn.getInputStream();
        OutputStream target = relayOut.getOutputStream();
        byte[] one = new byte[1];
        while (source.read(one) > 0) {
            target.write(one);
        }
    }

    private void receive() throws IOException {
        InputStream source = in.getInputStream();
        byte[] one = new byte[1];
        while (source.read(one) > 0) {
            long nanos = clock.nanoTime() - sentNanos;
            if (recording) {
                synchronized (relayed) {
                    relayed.recordValue(Math.clamp(nanos, 1, MAX_NANOS));
                }
            }
        }
    }

    /** From now on what is measured counts: before, the code is new to the virtual machine. */
    void record() {
        recording = true;
    }

    Latency latency() {
        synchronized (relayed) {
            return Latency.of(relayed);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        out.close();
        relayIn.close();
        relayOut.close();
        in.close();
    }
}
