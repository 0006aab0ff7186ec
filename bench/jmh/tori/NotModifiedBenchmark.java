package tori;

import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import tori.config.GateConfig;
import tori.config.HttpConfig;
import tori.http.Resolver;
import tori.model.MonitorId;
import tori.model.UuidV7;
import tori.poll.Fetch;
import tori.poll.MemoryStateStore;
import tori.poll.PollResult;
import tori.poll.Reply;
import tori.shopify.Feed;
import tori.shopify.StoreMonitor;
import tori.telemetry.CountingMeters;
import tori.time.SystemClocks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A poll that is answered 304, over loopback: OkHttp alone, asking with the same headers; tori's
 * transport with its gate; the whole poll of a monitor that knows 249 products.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(
        value = 2,
        jvmArgs = {
            "-Xmx512m",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED"
        })
public class NotModifiedBenchmark {

    private static final String TAG = "\"1a2b3c\"";

    private final OkHttpClient bare =
            new OkHttpClient.Builder().followRedirects(false).followSslRedirects(false).build();
    private Store store;
    private HttpUrl url;
    private Fetch fetch;
    private PollTransport transport;
    private StoreMonitor monitor;

    @Setup(Level.Trial)
    public void setUp() throws Exception {
        store = new Store();
        Thread.ofPlatform().daemon().name("store").start(store);
        String site = "http://127.0.0.1:" + store.port();
        URI page = URI.create(site + "/products.json?limit=250&page=1");
        url = HttpUrl.get(page);
        fetch = new Fetch(page, "application/json", TAG, Duration.ofSeconds(20), 64L << 20);
        Resolver resolver =
                new Resolver(
                        Resolver.Lookup.SYSTEM, Resolver.Limits.DEFAULT, SystemClocks.monotonic());
        GateConfig lane = new GateConfig(4, Duration.ZERO);
        HttpConfig http = new HttpConfig("tori/bench", 16, lane, lane, 64L << 20);
        transport =
                new PollTransport(http, resolver, SystemClocks.monotonic(), SystemClocks.wall());
        MonitorFactory factory =
                new MonitorFactory(
                        transport,
                        new MemoryStateStore(),
                        SystemClocks.wall(),
                        SystemClocks.monotonic(),
                        new UuidV7(SystemClocks.wall(), new Random(1)),
                        new CountingMeters());
        MonitorId id = new MonitorId("bench", "all");
        monitor =
                factory.monitor(
                        PolledShop.config(id, URI.create(site), Duration.ofSeconds(20)), http);
        monitor.poll();
    }

    @TearDown(Level.Trial)
    public void tearDown() throws IOException {
        transport.close();
        bare.connectionPool().evictAll();
        store.close();
    }

    @Benchmark
    public int okHttp() throws IOException {
        Request request =
                new Request.Builder()
                        .url(url)
                        .header("User-Agent", "tori/bench")
                        .header("Accept", "application/json")
                        .header("Accept-Encoding", "zstd, br, gzip")
                        .header("If-None-Match", TAG)
                        .build();
        try (Response response = bare.newCall(request).execute()) {
            return response.code();
        }
    }

    @Benchmark
    public int transport() throws Exception {
        try (Reply reply = transport.fetch(fetch)) {
            return reply.status();
        }
    }

    @Benchmark
    public PollResult poll() throws Exception {
        PollResult result = monitor.poll();
        if (!result.equals(new PollResult.Unchanged(PollResult.Shortcut.NOT_MODIFIED))) {
            throw new AssertionError(result);
        }
        return result;
    }

    /** Answers 304 to whoever sends a tag, and one page to the rest; a thread per connection. */
    private static final class Store implements Runnable, AutoCloseable {

        private static final byte[] NOT_MODIFIED =
                ("HTTP/1.1 304 Not Modified\r\nETag: "
                                + TAG
                                + "\r\n"
                                + "Date: Fri, 31 Jul 2026 18:34:44 GMT\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);

        private final ServerSocket server =
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

        private Store() throws IOException {}

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void run() {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    Thread.ofPlatform().daemon().start(() -> serve(socket));
                } catch (IOException e) {
                    return;
                }
            }
        }

        private static void serve(Socket socket) {
            byte[] page = Feed.range(1, 250).getBytes(StandardCharsets.UTF_8);
            try (socket) {
                socket.setTcpNoDelay(true);
                InputStream in = new BufferedInputStream(socket.getInputStream());
                while (true) {
                    boolean tagged = readRequest(in);
                    if (!tagged) {
                        String head =
                                "HTTP/1.1 200 OK\r\nETag: "
                                        + TAG
                                        + "\r\nContent-Length: "
                                        + page.length
                                        + "\r\n\r\n";
                        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                    }
                    socket.getOutputStream().write(tagged ? NOT_MODIFIED : page);
                }
            } catch (IOException e) {
                // The client has gone.
            }
        }

        /** Whether the request sent a tag. */
        private static boolean readRequest(InputStream in) throws IOException {
            boolean tagged = false;
            int length = 0;
            while (true) {
                int c = in.read();
                if (c < 0) {
                    throw new IOException("closed");
                }
                if (c == '\n') {
                    if (length <= 1) {
                        return tagged;
                    }
                    length = 0;
                } else {
                    tagged |= length++ == 0 && c == 'I';
                }
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
