package tori;

import com.sun.management.OperatingSystemMXBean;

import tori.config.GateConfig;
import tori.config.HttpConfig;
import tori.http.BenchmarkBodies;
import tori.http.Resolver;
import tori.model.MonitorId;
import tori.model.UuidV7;
import tori.poll.MemoryStateStore;
import tori.poll.PollResult;
import tori.shopify.BenchmarkPages;
import tori.shopify.StoreMonitor;
import tori.telemetry.CountingMeters;
import tori.time.SystemClocks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;

/**
 * The store that {@code bench/peers/http/run} polls ({@code serve PORT}), and tori polling it
 * ({@code poll URL POLLS}), which prints the CPU time a poll took in the whole process.
 *
 * <p>The path says the encoding: {@code /gzip/products.json}. Each answer is made at another time
 * than the one before, as in shops.
 */
public final class HttpPeer {

    private HttpPeer() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("serve")) {
            serve(Integer.parseInt(arguments[1]));
        } else {
            poll(URI.create(arguments[1]), Integer.parseInt(arguments[2]));
        }
        System.exit(0);
    }

    private static void serve(int port) throws IOException {
        byte[][] plain = BenchmarkPages.pages();
        try (ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket, plain));
            }
        }
    }

    private static void serve(Socket socket, byte[][] plain) {
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            byte[][] bodies = null;
            for (int polls = 0; ; polls++) {
                String request = in.readLine();
                String line = request;
                while (line != null && !line.isEmpty()) {
                    line = in.readLine();
                }
                if (request == null || line == null) {
                    return;
                }
                String encoding = request.split("/")[1];
                if (bodies == null) {
                    bodies = new byte[plain.length][];
                    for (int i = 0; i < plain.length; i++) {
                        bodies[i] = BenchmarkBodies.compress(encoding, plain[i]);
                    }
                }
                byte[] body = bodies[polls % plain.length];
                String head =
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: "
                                + encoding
                                + "\r\nContent-Length: "
                                + body.length
                                + "\r\n\r\n";
                out.write(head.getBytes(StandardCharsets.US_ASCII));
                out.write(body);
            }
        } catch (IOException e) {
            // The peer has gone.
        }
    }

    private static void poll(URI page, int polls) throws Exception {
        Resolver resolver =
                new Resolver(
                        Resolver.Lookup.SYSTEM, Resolver.Limits.DEFAULT, SystemClocks.monotonic());
        GateConfig lane = new GateConfig(4, Duration.ZERO);
        HttpConfig http = new HttpConfig("tori/bench", 16, lane, lane, 64L << 20);
        PollTransport transport =
                new PollTransport(http, resolver, SystemClocks.monotonic(), SystemClocks.wall());
        MonitorFactory factory =
                new MonitorFactory(
                        fetch -> transport.fetch(BenchmarkPages.to(page, fetch)),
                        new MemoryStateStore(),
                        SystemClocks.wall(),
                        SystemClocks.monotonic(),
                        new UuidV7(SystemClocks.wall(), new Random(1)),
                        new CountingMeters());
        StoreMonitor monitor =
                factory.monitor(
                        PolledShop.config(
                                new MonitorId("bench", "all"), page, Duration.ofSeconds(20)),
                        http);
        monitor.poll();
        OperatingSystemMXBean process =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = 0;
        for (int i = 0; i < 3 * polls; i++) {
            if (i == 2 * polls) {
                before = process.getProcessCpuTime();
            }
            PollResult result = monitor.poll();
            if (!result.equals(new PollResult.Unchanged(PollResult.Shortcut.COMPARED))) {
                throw new AssertionError(result);
            }
        }
        double each = (process.getProcessCpuTime() - before) / 1e6 / polls;
        System.out.printf(
                Locale.ROOT,
                "{\"peer\":\"tori\",\"polls\":%d,\"cpu_ms_per_poll\":%.3f}%n",
                polls,
                each);
    }
}
