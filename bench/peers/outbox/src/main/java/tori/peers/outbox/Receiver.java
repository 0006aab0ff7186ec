package tori.peers.outbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A process of its own that takes deliveries as cheaply as it can: one thread, one selector,
 * keep-alive HTTP/1.1 on loopback. It answers 200 to every POST and remembers, per {@code
 * webhook-id}, when it first came and how often.
 *
 * <p>It prints its port and ends when its standard input does, so that it never outlives who
 * started it. {@code GET} answers a line {@code key nanos times} for each key in order of arrival,
 * {@code DELETE} forgets all. The nanoseconds are {@link System#nanoTime}: on Linux the same clock
 * in every process of the machine.
 */
public final class Receiver {

    private static final byte[] OK = ascii("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

    private final Map<String, Arrival> arrivals = new LinkedHashMap<>();

    private record Arrival(long nanos, int times) {}

    private Receiver() {}

    public static void main(String[] arguments) throws IOException {
        Parent.endWithIt();
        new Receiver().serve();
    }

    private void serve() throws IOException {
        try (Selector selector = Selector.open();
                ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            System.out.println(((InetSocketAddress) server.getLocalAddress()).getPort());
            System.out.flush();
            while (true) {
                selector.select(key -> ready(key, selector));
            }
        }
    }

    private void ready(SelectionKey key, Selector selector) {
        try {
            if (key.channel() instanceof ServerSocketChannel server) {
                SocketChannel accepted = server.accept();
                if (accepted != null) {
                    accepted.configureBlocking(false);
                    accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    accepted.register(selector, SelectionKey.OP_READ, new Requests());
                }
            } else if (!read((SocketChannel) key.channel(), (Requests) key.attachment())) {
                key.channel().close();
            }
        } catch (IOException e) {
            key.cancel();
            closeQuietly(key);
        }
    }

    /** False when the connection is to be closed. */
    private boolean read(SocketChannel channel, Requests requests) throws IOException {
        if (requests.fill(channel) < 0) {
            return false;
        }
        long now = System.nanoTime();
        while (requests.next()) {
            switch (requests.method()) {
                case "POST" -> {
                    arrived(requests.webhookId(), now);
                    write(channel, OK);
                }
                case "GET" -> write(channel, listed());
                case "DELETE" -> {
                    arrivals.clear();
                    write(channel, OK);
                }
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    private void arrived(String key, long now) {
        Arrival earlier = arrivals.putIfAbsent(key, new Arrival(now, 1));
        if (earlier != null) {
            arrivals.put(key, new Arrival(earlier.nanos(), earlier.times() + 1));
        }
    }

    private byte[] listed() {
        StringBuilder body = new StringBuilder(arrivals.size() * 40);
        arrivals.forEach((key, arrival) ->
                body.append(key)
                        .append(' ')
                        .append(arrival.nanos())
                        .append(' ')
                        .append(arrival.times())
                        .append('\n'));
        return ascii("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** An answer fits the socket's buffer, except a long list: that one waits for its reader. */
    private static void write(SocketChannel channel, byte[] answer) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(answer);
        while (left.hasRemaining()) {
            if (channel.write(left) == 0) {
                LockSupport.parkNanos(100_000);
            }
        }
    }

    private static void closeQuietly(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            // It is gone, which is what was wanted.
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
